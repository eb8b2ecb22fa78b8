package org.vitrine.inspect.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.inspect.spi.RootFs;

/// The C libraries of a root file system, found as its dynamic linker would find them.
final class Libcs {
    /// glibc, uClibc, musl and bionic, by the names programs ask for and by those of the files behind.
    private static final Pattern NAME = Pattern.compile("libc\\.so(\\.[0-9]+)?|libc-[0-9.]+\\.so|libuClibc-[0-9.]+\\.so"
            + "|ld-musl-[A-Za-z0-9_-]+\\.so\\.1|libc\\.musl-[A-Za-z0-9_-]+\\.so\\.1");

    private static final List<String> FOLDERS = List.of(
            "lib",
            "lib32",
            "lib64",
            "usr/lib",
            "usr/lib32",
            "usr/lib64",
            "usr/local/lib",
            "system/lib",
            "system/lib64");

    private final RootFs root;
    private final Map<Digest, ElfFact> elves;
    private final List<String> folders = new ArrayList<>();
    private final List<Artifact> all;
    private final Map<String, Optional<Artifact>> found = new HashMap<>();

    /// The C libraries of `root`.
    ///
    /// @param elves what is known of each ELF content
    Libcs(RootFs root, Map<Digest, ElfFact> elves) {
        this.root = root;
        this.elves = elves;
        Map<Long, Artifact> libcs = new LinkedHashMap<>();
        for (String folder : FOLDERS) {
            addFolder(folder, libcs);
        }
        this.all = List.copyOf(libcs.values());
    }

    private void addFolder(String folder, Map<Long, Artifact> libcs) {
        Optional<Artifact> there = root.find(folder);
        if (there.isEmpty() || there.get().type() != ArtifactType.DIRECTORY) {
            return;
        }
        folders.add(folder);
        List<String> below = new ArrayList<>();
        for (Artifact entry : root.list(there.get())) {
            String name = entry.name().toString();
            if (NAME.matcher(name).matches()) {
                root.findFile(folder + "/" + name)
                        .filter(file -> elves.containsKey(file.sha256()))
                        .ifPresent(file -> libcs.putIfAbsent(file.id(), file));
            } else if (entry.type() == ArtifactType.DIRECTORY && name.contains("-linux")) {
                below.add(folder + "/" + name);
            }
        }
        // Debian keeps libraries one folder deeper, by machine: lib/arm-linux-gnueabihf.
        if (folder.indexOf("-linux") < 0) {
            below.forEach(deeper -> addFolder(deeper, libcs));
        }
    }

    /// The libc a program or library is bound to: the one it asks for, else its interpreter where that is one
    /// (musl), else the first of the same machine.
    Optional<Artifact> of(Artifact file, ElfFact elf, List<Needed> needed) {
        for (Needed library : needed) {
            if (NAME.matcher(library.library()).matches()) {
                Optional<Artifact> libc = search(library.library(), file, elf);
                if (libc.isPresent()) {
                    return libc;
                }
            }
        }
        String interpreter = elf.interpreter();
        if (NAME.matcher(interpreter.substring(interpreter.lastIndexOf('/') + 1))
                .matches()) {
            Optional<Artifact> libc = root.findFile(interpreter).filter(there -> fits(there, elf));
            if (libc.isPresent()) {
                return libc;
            }
        }
        return all.stream().filter(there -> fits(there, elf)).findFirst();
    }

    private Optional<Artifact> search(String library, Artifact file, ElfFact elf) {
        for (String folder : paths(elf, file)) {
            Optional<Artifact> libc = find(folder + "/" + library).filter(there -> fits(there, elf));
            if (libc.isPresent()) {
                return libc;
            }
        }
        for (String folder : folders) {
            Optional<Artifact> libc = find(folder + "/" + library).filter(there -> fits(there, elf));
            if (libc.isPresent()) {
                return libc;
            }
        }
        return Optional.empty();
    }

    private Optional<Artifact> find(String path) {
        return found.computeIfAbsent(path, root::findFile);
    }

    /// DT_RPATH counts only where there is no DT_RUNPATH. An empty or relative entry means the folder the
    /// program was started in, which an image doesn't tell.
    private List<String> paths(ElfFact elf, Artifact file) {
        String list = elf.runpath().isEmpty() ? elf.rpath() : elf.runpath();
        List<String> paths = new ArrayList<>();
        String path = root.pathOf(file);
        String origin = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
        for (String entry : list.split(":", 64)) {
            String place = entry.replace("${ORIGIN}", "$ORIGIN");
            if (place.startsWith("$ORIGIN")) {
                paths.add(origin + place.substring("$ORIGIN".length()));
            } else if (place.startsWith("/")) {
                paths.add(place);
            }
        }
        return paths;
    }

    private boolean fits(Artifact libc, ElfFact elf) {
        @Nullable ElfFact there = elves.get(libc.sha256());
        return there != null
                && there.machine().equals(elf.machine())
                && there.bits() == elf.bits()
                && there.endian().equals(elf.endian());
    }
}
