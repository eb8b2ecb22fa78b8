package org.vitrine.report;

final class Placeholder {}
