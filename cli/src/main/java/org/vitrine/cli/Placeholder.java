package org.vitrine.cli;

final class Placeholder {}
