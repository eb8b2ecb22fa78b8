package org.vitrine.centre;

final class Placeholder {}
