/// Contents and trees to facts. One kind of fact, one file or folder, its parser beside it.
@org.jspecify.annotations.NullMarked
module org.vitrine.inspect {
    requires static transitive org.jspecify;
    requires transitive org.vitrine.evidence;
    requires org.vitrine.structure;

    exports org.vitrine.inspect;
    exports org.vitrine.inspect.spi;
    exports org.vitrine.inspect.elf;
    exports org.vitrine.inspect.account;
    exports org.vitrine.inspect.kernel;
    exports org.vitrine.inspect.key;
    exports org.vitrine.inspect.shell;
    exports org.vitrine.inspect.service;
    exports org.vitrine.inspect.setting;
    exports org.vitrine.inspect.component;
    exports org.vitrine.inspect.listener;
    exports org.vitrine.inspect.endpoint;
    exports org.vitrine.inspect.script;
}
