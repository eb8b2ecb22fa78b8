package org.vitrine.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitrine.evidence.Ahead;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Fact;

/// The tables of one release, in a folder and in a locked database.
///
/// A table is a set of rows in a canonical order: the same facts in any order give the same files. Queries
/// read the tables and nothing else, whoever wrote them; see [#query]. Not safe for several threads.
public final class Dossier implements AutoCloseable {
    /// So many rows of answers are remembered in all; an answer without any counts as one.
    private static final int MOST_REMEMBERED = 10_000;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Path folder;
    private final Database database;
    private final DossierFiles files;
    private final Salt salt;
    private final List<Schema> schemas;
    private final Map<String, Manifest.Entry> entries;
    private final List<String> kept = new ArrayList<>();
    /// Where tables lie that don't lie on the first shelf.
    private final Map<String, Shelf> homes = new HashMap<>();
    private final Emptiness emptiness = new Emptiness();
    /// Answers, which stay the same as long as the tables do.
    private final Map<String, Rows> remembered = new HashMap<>();
    private Vouched vouched = Vouched.NONE;
    private boolean complete;

    Dossier(Path folder, Database database, Salt salt) {
        this.folder = folder;
        this.database = database;
        this.files = new DossierFiles(folder);
        this.salt = salt;
        this.schemas = new ArrayList<>();
        this.entries = new HashMap<>();
    }

    /// Does what the first dossier of a process would have to wait for: the database's library is loaded.
    ///
    /// @return true
    /// @throws IOException when it can't be
    public static boolean prepare() throws IOException {
        Exporter.open();
        return true;
    }

    /// A new dossier of these facts, with a salt made of the facts alone. For the facts of a release prefer
    /// the other `create`, whose salt nobody can guess without the release.
    public static Dossier create(
            Path folder, List<Class<? extends Fact>> kinds, Collection<? extends Fact> facts, Path temporary)
            throws IOException {
        return create(folder, kinds, facts, temporary, saltOf(grouped(kinds, facts)));
    }

    /// A new dossier of these facts: a table for each kind, also where there is no fact of it. What an
    /// earlier dossier left in the folder is replaced; other files there stay.
    ///
    /// @param folder where it is written; made if it isn't there
    /// @param kinds the kinds of facts, each a table
    /// @param facts in any order; equal ones become one row
    /// @param temporary a folder for temporary files
    /// @param salt hides the confidential values in a public edition; see [Salt#of]
    /// @throws IOException when a file can't be written
    /// @throws IllegalArgumentException when a fact is of none of the kinds, or holds a null: a mistake in
    ///     the program
    public static Dossier create(
            Path folder, List<Class<? extends Fact>> kinds, Collection<? extends Fact> facts, Path temporary, Salt salt)
            throws IOException {
        Map<FactTable, List<Fact>> tables = grouped(kinds, facts);
        if (!Files.isDirectory(temporary)) {
            throw new IOException("no folder for temporary files: " + temporary);
        }
        new DossierFiles(folder).clear();
        Database database = Database.open();
        Dossier dossier = new Dossier(folder, database, salt);
        try {
            dossier.write(tables, (schema, _, file) -> database.shelf().export(schema, file));
            database.lock();
            return dossier;
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Adds tables to a dossier that was created here and isn't sealed: the verdicts, once the facts were
    /// judged.
    ///
    /// @throws IOException when a file can't be written
    /// @throws IllegalStateException when the dossier was opened, or is sealed
    public void append(List<Class<? extends Fact>> kinds, Collection<? extends Fact> facts) throws IOException {
        requireOpen();
        forget();
        // The locked database may write no file, and must not learn to.
        write(grouped(kinds, facts), Exporter::export);
    }

    /// Takes in a table that lies in the database already.
    ///
    /// @param entry what its manifest says of it; none where it was put together from several
    void adopt(Schema schema, Optional<Manifest.Entry> entry) {
        schemas.add(schema);
        entry.ifPresent(known -> entries.put(schema.name(), known));
        if (entry.isPresent() && entry.get().rows() == 0) {
            emptiness.note(schema.name());
        }
    }

    /// Takes in a table of one of two sides.
    ///
    /// @param shelf of its side
    void adopt(DossierOpening.Loaded table, Shelf shelf) {
        adopt(table.schema(), Optional.empty());
        homes.put(table.schema().name(), shelf);
        if (!table.isMade()) {
            adoptEmpty(table.schema());
        } else if (table.rows() == 0) {
            emptiness.note(table.schema().name());
        }
    }

    /// Takes in a table without rows.
    private void adoptEmpty(Schema schema) {
        emptiness.delay(schema.name(), () -> {
            try {
                database.shelf().make(schema);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// Shuts it: nothing is added any more, and queries see the tables and nothing else.
    void shut() throws IOException {
        complete = true;
        database.lock();
    }

    /// How the file of a table is written.
    private interface Export {
        void write(Schema schema, Iterable<Object[]> rows, Path file) throws IOException;
    }

    private void write(Map<FactTable, List<Fact>> tables, Export export) throws IOException {
        for (Map.Entry<FactTable, List<Fact>> table : tables.entrySet()) {
            Schema schema = table.getKey().schema();
            if (entries.containsKey(schema.name())) {
                throw new IllegalArgumentException("the dossier has a table " + schema.name() + " already");
            }
            CanonicalRows rows = CanonicalRows.of(table.getKey(), table.getValue(), salt);
            Path file = files.parquet(schema.name());
            if (rows.count() == 0) {
                Files.write(file, EmptyParquet.of(schema));
            } else {
                database.shelf().put(schema, rows);
                export.write(schema, rows, file);
            }
            if (schema.hasConfidential()) {
                files.writeSalt(salt);
            }
            entries.put(
                    schema.name(),
                    new Manifest.Entry(
                            schema, rows.count(), rows.root(), Digest.ofContent(Bytes.map(file)), Files.size(file)));
            adopt(schema, Optional.of(entries.get(schema.name())));
            if (rows.count() == 0) {
                adoptEmpty(schema);
            }
        }
    }

    /// Writes the manifest. Nothing can be added afterwards.
    ///
    /// @param identity what the tables are bound to: digests of the release and the catalogue, the tool's
    ///     version
    /// @return the manifest, whose [Manifest#digest] is the dossier's identity
    /// @throws IOException when it can't be written
    /// @throws IllegalStateException when the dossier was opened, or is sealed already
    public Manifest seal(Map<String, String> identity) throws IOException {
        requireOpen();
        Manifest manifest = Manifest.of(identity, List.copyOf(entries.values()));
        files.writeManifest(manifest);
        complete = true;
        return manifest;
    }

    private void requireOpen() {
        if (complete) {
            throw new IllegalStateException("the dossier is sealed");
        }
    }

    /// A new dossier with the tables of another, of which some are replaced: the same facts with something
    /// added, or judged again. The other is checked as [#open] checks it, and stays as it is.
    ///
    /// @param from the folder of the other
    /// @param folder where the new one is written
    /// @param dropped names of tables that are left out; they can be appended anew
    /// @param temporary a folder for temporary files
    /// @throws IOException when a file can't be read or written
    /// @throws DossierRefused when something in the other isn't as its manifest says
    public static Dossier revise(Path from, Path folder, Set<String> dropped, Path temporary)
            throws IOException, DossierRefused {
        DossierFiles source = new DossierFiles(from);
        Manifest manifest = source.readManifest();
        Salt salt = DossierLoading.salt(source, manifest);
        DossierFiles files = new DossierFiles(folder);
        files.clear();
        Database database = Database.open();
        try (DossierLoading loading = new DossierLoading(database.shelf(), temporary)) {
            Dossier dossier = new Dossier(folder, database, salt);
            for (Manifest.Entry entry : manifest.tables()) {
                if (!dropped.contains(entry.name())) {
                    source.copy(entry, files.parquet(entry.name()));
                    loading.load(files, entry, salt, entry.name());
                    dossier.adopt(entry.schema(), Optional.of(entry));
                    if (entry.schema().hasConfidential()) {
                        files.writeSalt(salt);
                    }
                }
            }
            database.lock();
            return dossier;
        } catch (IOException | DossierRefused | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// A dossier that somebody else may have written. Everything is checked before the first query: the
    /// manifest's form, the files' digests, names, types, order and roots of the rows.
    ///
    /// @throws IOException when a file can't be read
    /// @throws DossierRefused when something in it isn't as the manifest says
    public static Dossier open(Path folder, Path temporary) throws IOException, DossierRefused {
        return DossierOpening.one(folder, temporary);
    }

    /// The manifest of a dossier that somebody else may have written: its form is checked, its tables are
    /// not read.
    ///
    /// @throws IOException when it can't be read
    /// @throws DossierRefused when it isn't a manifest
    public static Manifest manifest(Path folder) throws IOException, DossierRefused {
        return new DossierFiles(folder).readManifest();
    }

    /// Several dossiers as one: each table is the union of theirs, with a first column `dossier` that holds
    /// the folder's name without `.dossier` (`-2`, `-3` … behind it where two are equal). Where an older
    /// one lacks a column, 0 or the empty text stands in it.
    ///
    /// @throws IOException when a file can't be read
    /// @throws DossierRefused when one of them is refused, or a column has two types
    public static Dossier openAll(List<Path> folders, Path temporary) throws IOException, DossierRefused {
        return DossierOpening.all(folders, temporary);
    }

    /// What [#openAll] calls these dossiers in its column `dossier`, in their order.
    public static List<String> names(List<Path> folders) {
        return Unions.names(folders);
    }

    /// Two dossiers side by side: each table of the one as `old_…`, of the other as `new_…`. A table that only
    /// one of them has is empty on the other side; where one lacks a column, 0 or the empty text stands in it.
    ///
    /// @throws IOException when a file can't be read
    /// @throws DossierRefused when one of them is refused, or a column has two types
    public static Dossier openPair(Path old, Path current, Path temporary) throws IOException, DossierRefused {
        return openPair(old, current, Set.of(), temporary);
    }

    /// Two dossiers side by side, as above.
    ///
    /// @param own those of them that this process has just written where nobody else writes: they aren't checked
    public static Dossier openPair(Path old, Path current, Set<Path> own, Path temporary)
            throws IOException, DossierRefused {
        return DossierOpening.pair(old, current, own, temporary);
    }

    private static Map<FactTable, List<Fact>> grouped(
            List<Class<? extends Fact>> kinds, Collection<? extends Fact> facts) {
        Map<Class<?>, List<Fact>> byKind = new HashMap<>();
        Map<FactTable, List<Fact>> tables = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Class<? extends Fact> kind : kinds) {
            FactTable table = FactTable.of(kind);
            if (!names.add(table.schema().name())) {
                throw new IllegalArgumentException(
                        "two kinds of fact call their table " + table.schema().name());
            }
            byKind.put(kind, new ArrayList<>());
            tables.put(table, byKind.getOrDefault(kind, List.of()));
        }
        for (Fact fact : facts) {
            List<Fact> same = byKind.get(fact.getClass());
            if (same == null) {
                throw new IllegalArgumentException(
                        "no table for " + fact.getClass().getName());
            }
            same.add(fact);
        }
        return tables;
    }

    private static Salt saltOf(Map<FactTable, List<Fact>> tables) {
        List<byte[]> rows = new ArrayList<>();
        tables.entrySet().stream()
                .filter(table -> table.getKey().schema().hasConfidential())
                .sorted(java.util.Comparator.comparing(
                        table -> table.getKey().schema().name()))
                .forEach(table -> rows.addAll(CanonicalRows.plain(table.getKey(), table.getValue())));
        return Salt.ofRows(rows);
    }

    /// The answer to one SELECT, within the standard limits; see [#query(String, QueryLimits)].
    public Rows query(String sql) throws QueryRefused {
        return query(sql, QueryLimits.standard());
    }

    /// The answer to one SELECT.
    ///
    /// The query sees the tables and nothing else: no file, no setting, no clock, no chance. What it may
    /// call stands in `functions.txt` of this module. The same query over the same dossier gives the same
    /// rows in the same order.
    ///
    /// @throws QueryRefused in one line: not one SELECT, something that isn't allowed, a mistake in it, or
    ///     a limit
    public Rows query(String sql, QueryLimits limits) throws QueryRefused {
        emptiness.fill(sql);
        return database.door().query(sql, readable(), limits);
    }

    /// The answer to a SELECT of the program's own: one that stands in its source, not one that somebody
    /// gave. It is asked as [#query] asks, save that it isn't checked first, and that answers are
    /// remembered until they have become many.
    ///
    /// @throws QueryRefused in one line: a mistake in it, or a limit
    public Rows ask(String sql) throws QueryRefused {
        Rows known = remembered.get(sql);
        if (known != null) {
            return known;
        }
        emptiness.fill(sql);
        Rows rows = database.door().ask(sql, QueryLimits.standard());
        if (complete && kept.isEmpty() && rememberedRows() + rows.values().size() < MOST_REMEMBERED) {
            remembered.put(sql, rows);
        }
        return rows;
    }

    private int rememberedRows() {
        return remembered.values().stream()
                .mapToInt(rows -> rows.values().size() + 1)
                .sum();
    }

    /// The answers to several SELECTs, each of which is asked as [#query] asks it, two at once where two
    /// dossiers are side by side.
    ///
    /// @return in their order
    public List<Answer> queryAll(List<String> queries) {
        for (String sql : queries) {
            try {
                emptiness.fill(sql);
            } catch (QueryRefused _) {
                // There is no such table then, which is said of the query itself.
            }
        }
        Set<String> tables = readable();
        AtomicReferenceArray<Answer> answers = new AtomicReferenceArray<>(queries.size());
        AtomicInteger next = new AtomicInteger();
        List<Door> doors = database.doors();
        List<Ahead<Boolean>> others = doors.subList(1, doors.size()).stream()
                .map(door -> Ahead.of(() -> answer(door, queries, tables, next, answers)))
                .toList();
        answer(doors.getFirst(), queries, tables, next, answers);
        others.forEach(Ahead::await);
        List<Answer> all = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            Answer answer = answers.get(i);
            // Alone it has all the memory that a query may have.
            all.add(answer == null || answer.isRefused() ? answer(doors.getFirst(), queries.get(i), tables) : answer);
        }
        return all;
    }

    /// Asks one query after the other that nobody has asked yet.
    private static boolean answer(
            Door door,
            List<String> queries,
            Set<String> tables,
            AtomicInteger next,
            AtomicReferenceArray<Answer> answers) {
        for (int i = next.getAndIncrement(); i < queries.size(); i = next.getAndIncrement()) {
            answers.set(i, answer(door, queries.get(i), tables));
        }
        return true;
    }

    private static Answer answer(Door door, String sql, Set<String> tables) {
        return Answer.of(() -> door.query(sql, tables, QueryLimits.standard()));
    }

    /// Takes the word of a list for the queries that are on it.
    public void vouch(Vouched by) {
        vouched = by;
        database.doors().forEach(door -> door.vouch(by));
    }

    /// The line of a [Vouched] list for a query over these tables.
    ///
    /// @throws QueryRefused as [#query] does, where it isn't allowed
    public String vouched(String sql) throws QueryRefused {
        return Vouched.line(sql, database.door().describe(sql, readable()));
    }

    /// Whether a query that is vouched for certainly gives no row, since tables that it reads are empty.
    public boolean isVacant(String sql) {
        return vouched.of(sql)
                .filter(query -> readable().containsAll(query.tables())
                        && query.vacancy().holds(emptiness::isEmpty))
                .isPresent();
    }

    /// Keeps the rows of one SELECT as a table of this name, which later queries may read as if it were one of
    /// the dossier's. It lies in memory only, until [#forget] or [#append].
    ///
    /// @param name a lower-case word
    /// @throws QueryRefused as [#query] does, and when a table has that name already
    public void keep(String name, String sql) throws QueryRefused {
        remembered.clear();
        Set<String> tables = readable();
        if (!NAME.matcher(name).matches() || tables.contains(name)) {
            throw new QueryRefused("no name for a table, or there is one already: " + Display.text(name));
        }
        if (isVacant(sql)) {
            emptiness.delay(name, () -> {
                emptiness.fill(sql);
                database.door().keep(name, sql, readable(), QueryLimits.standard());
            });
        } else {
            emptiness.fill(sql);
            if (database.door().keep(name, sql, tables, QueryLimits.standard()) == 0) {
                emptiness.note(name);
            }
        }
        kept.add(name);
    }

    /// Lays facts of a kind beside the tables, so that later queries may read them as a table of that kind's name. They
    /// lie in memory only, until [#forget] or [#append].
    ///
    /// @throws IllegalArgumentException when there is a table of that name already: a mistake in the program
    public void lay(Class<? extends Fact> kind, Collection<? extends Fact> facts) throws IOException {
        remembered.clear();
        FactTable table = FactTable.of(kind);
        if (readable().contains(table.schema().name())) {
            throw new IllegalArgumentException(
                    "there is a table " + table.schema().name() + " already");
        }
        kept.add(table.schema().name());
        if (facts.isEmpty()) {
            adoptEmpty(table.schema());
        } else {
            database.shelf().put(table.schema(), CanonicalRows.of(table, List.copyOf(facts), salt));
        }
    }

    /// The rows of a table as the facts they were made of, in their canonical order. Two threads may read a table each
    /// where two dossiers are side by side and the tables are not of the same one.
    ///
    /// @param table its name, such as `artifact`; `old_artifact` where two dossiers are side by side
    /// @return nothing where there is no such table
    /// @throws IOException when the table can't be read
    /// @throws DossierRefused when it has other columns than the kind, or a value that is none of it
    public <F extends Fact> List<F> facts(String table, Class<F> kind) throws IOException, DossierRefused {
        Optional<Schema> schema =
                schemas.stream().filter(known -> known.name().equals(table)).findFirst();
        if (schema.isEmpty() || emptiness.isMissing(table)) {
            return List.of();
        }
        FactTable shape = FactTable.of(kind);
        List<F> facts = new ArrayList<>();
        homes.getOrDefault(table, database.shelf())
                .scan(table, shape.schema(), row -> facts.add(kind.cast(shape.fact(row))));
        return facts;
    }

    /// Gives the canonical bytes of every row of a table to a consumer, in the canonical order: what the leaves
    /// of the table's tree are hashes of; [RowEncoding] says how they look.
    ///
    /// @param table the name of one of [#schemas]
    /// @throws IOException when there is no such table, or it can't be read
    /// @throws DossierRefused when a row isn't as the schema says
    public void encodings(String table, Consumer<byte[]> consumer) throws IOException, DossierRefused {
        for (Schema schema : schemas) {
            if (schema.name().equals(table)) {
                if (emptiness.isMissing(table)) {
                    return;
                }
                RowEncoding encoding = new RowEncoding(schema, salt);
                database.shelf().scan(table, schema, row -> consumer.accept(encoding.encode(row)));
                return;
            }
        }
        throw new IOException("no table " + Display.text(table));
    }

    /// Lets go of everything that was kept.
    public void forget() {
        for (String name : kept) {
            if (emptiness.forget(name)) {
                database.door().drop(name);
            }
        }
        kept.clear();
    }

    private Set<String> readable() {
        Set<String> tables = schemas.stream().map(Schema::name).collect(Collectors.toCollection(HashSet::new));
        tables.addAll(kept);
        return tables;
    }

    /// The folder it lies in; the first where several were opened as one.
    public Path folder() {
        return folder;
    }

    /// Its tables, sorted by name.
    public List<Schema> schemas() {
        return schemas.stream()
                .sorted(java.util.Comparator.comparing(Schema::name))
                .toList();
    }

    /// Lets go of the database. The files stay.
    @Override
    public void close() throws IOException {
        database.close();
    }
}
