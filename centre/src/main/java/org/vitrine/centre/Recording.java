package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.LaboratoryResult;
import org.vitrine.evidence.Progress;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.ClauseVerdict;
import org.vitrine.standards.Method;
import org.vitrine.standards.Part;
import org.vitrine.standards.Requirement;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.QueryRefused;
import org.vitrine.tables.Schema;

/// A result of the laboratory put into a dossier: the dossier is judged again, and takes the place of the
/// one before in one step. The raw output is kept in its folder `laboratory`, under its SHA-256.
public final class Recording {
    private static final long LARGEST_OUTPUT = 64 << 20;
    private static final String OUTPUTS = "laboratory";

    private Recording() {}

    /// What a laboratory says.
    ///
    /// @param clause the clause it tested
    /// @param part the part of it; empty where only one part waits for such a result
    /// @param result what the test came to
    /// @param tool the tool and its version
    /// @param settings how it was set
    /// @param output the file with its raw output
    /// @param tester who made the test
    /// @param day when, as 2026-11-22
    /// @param remark what else is to be said
    public record Test(
            String clause,
            String part,
            LaboratoryResult.Result result,
            String tool,
            String settings,
            Path output,
            String tester,
            String day,
            String remark) {}

    /// Adds a result to a dossier.
    ///
    /// @return the clause's new verdict
    /// @throws IOException when a file can't be read or written, the clause isn't known, or the part isn't
    ///     one that a laboratory answers; the message is one line
    /// @throws DossierRefused when the dossier isn't sound
    public static ClauseVerdict add(Path folder, Test test, List<Catalogue> catalogues, Path temporary)
            throws IOException, DossierRefused {
        Requirement requirement = requirement(test, catalogues);
        Part part = part(requirement, test);
        if (!Files.isRegularFile(test.output()) || Files.size(test.output()) > LARGEST_OUTPUT) {
            throw new FileSystemException(
                    test.output().toString(), null, "is no regular file of at most " + LARGEST_OUTPUT + " bytes");
        }
        Digest sha256 = Digest.ofContent(Bytes.map(test.output()));
        Set<String> dropped = Stream.concat(Stream.of(LaboratoryResult.class), Kinds.VERDICTS.stream())
                .map(kind -> Schema.of(kind).name())
                .collect(Collectors.toSet());
        List<LaboratoryResult> results;
        try (Dossier old = Dossier.open(folder, temporary)) {
            results = new ArrayList<>(results(old));
        }
        results.add(new LaboratoryResult(
                requirement.catalogue(),
                requirement.clause(),
                part.name(),
                results.size() + 1,
                test.result(),
                test.tool(),
                test.settings(),
                String.valueOf(test.output().getFileName()),
                sha256,
                test.tester(),
                test.day(),
                test.remark()));
        try (Delivery delivery = Delivery.into(folder);
                Dossier dossier = Dossier.revise(folder, delivery.folder(), dropped, temporary)) {
            keepOutputs(folder, delivery.folder(), test.output(), sha256);
            dossier.append(List.of(LaboratoryResult.class), results);
            List<Fact> verdicts = Judgement.of(dossier, catalogues, Progress.SILENT);
            delivery.complete();
            return verdicts.stream()
                    .filter(ClauseVerdict.class::isInstance)
                    .map(ClauseVerdict.class::cast)
                    .filter(verdict -> verdict.catalogue().equals(requirement.catalogue())
                            && verdict.clause().equals(requirement.clause()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Requirement requirement(Test test, List<Catalogue> catalogues) throws FileSystemException {
        List<Requirement> found = catalogues.stream()
                .flatMap(catalogue -> catalogue.requirements().stream())
                .filter(requirement -> requirement.clause().equals(test.clause()))
                .toList();
        if (found.size() != 1) {
            throw new FileSystemException(
                    test.clause(),
                    null,
                    found.isEmpty() ? "is no clause of the catalogues" : "stands in two catalogues");
        }
        return found.getFirst();
    }

    private static Part part(Requirement requirement, Test test) throws FileSystemException {
        List<Part> open = requirement.parts().stream()
                .filter(part -> part.method() != Method.STATIC)
                .toList();
        List<Part> named = open.stream()
                .filter(part -> test.part().isEmpty() || part.name().equals(test.part()))
                .toList();
        List<Part> chosen = named.size() > 1
                ? named.stream().filter(part -> part.method() == Method.LIVE).toList()
                : named;
        if (chosen.size() != 1) {
            String names = open.stream().map(Part::name).collect(Collectors.joining(", "));
            throw new FileSystemException(
                    requirement.clause(),
                    null,
                    open.isEmpty()
                            ? "is decided by the release alone"
                            : "say with --part which is answered; a laboratory answers: " + names);
        }
        return chosen.getFirst();
    }

    private static List<LaboratoryResult> results(Dossier dossier) throws DossierRefused {
        List<LaboratoryResult> results = new ArrayList<>();
        if (dossier.schemas().stream().noneMatch(schema -> schema.name().equals("laboratory"))) {
            return results;
        }
        try {
            for (List<Object> row : dossier.query("""
                            SELECT catalogue, clause, part, number, result::VARCHAR, tool, settings, evidence,
                                   sha256::VARCHAR, tester, day, remark
                            FROM laboratory ORDER BY number
                            """).values()) {
                List<String> text = row.stream().map(String::valueOf).toList();
                results.add(new LaboratoryResult(
                        text.get(0),
                        text.get(1),
                        text.get(2),
                        Integer.parseInt(text.get(3)),
                        LaboratoryResult.Result.valueOf(text.get(4)),
                        text.get(5),
                        text.get(6),
                        text.get(7),
                        Digest.parse(text.get(8)),
                        text.get(9),
                        text.get(10),
                        text.get(11)));
            }
        } catch (QueryRefused | IllegalArgumentException e) {
            throw new DossierRefused("laboratory: " + e.getMessage());
        }
        return results;
    }

    /// Takes over the outputs of before, and what stands in no table: when and how the release was
    /// examined.
    private static void keepOutputs(Path from, Path to, Path output, Digest sha256) throws IOException {
        Path record = from.resolve("run.json");
        if (Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(record, to.resolve("run.json"));
        }
        Path kept = Files.createDirectory(to.resolve(OUTPUTS));
        Path before = from.resolve(OUTPUTS);
        if (Files.isDirectory(before, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.list(before)) {
                for (Path file : files.sorted().toList()) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        Files.copy(file, kept.resolve(file.getFileName()));
                    }
                }
            }
        }
        Path target = kept.resolve(sha256.toString());
        if (!Files.exists(target)) {
            Files.copy(output, target);
        }
    }
}
