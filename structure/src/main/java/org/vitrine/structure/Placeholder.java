package org.vitrine.structure;

final class Placeholder {}
