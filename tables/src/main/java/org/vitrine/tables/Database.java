package org.vitrine.tables;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.vitrine.evidence.Display;

/// One DuckDB in memory: on a [Shelf] we make and fill tables, and by a [Door] queries come, with the configuration
/// locked. Not safe for several threads, save that each shelf and each door may have one of its own.
///
/// One worker thread, so that rows come out in the same order each time.
final class Database implements AutoCloseable {
    private static final int MAX_MESSAGE = 300;
    static final String MEMORY_LIMIT = "192MB";
    private static final String FIRST = "dossier";
    private static final String SECOND = "beside";

    private final DuckDBConnection ours;
    private final List<Shelf> shelves = new ArrayList<>();
    private final List<Door> doors = new ArrayList<>();

    private Database(DuckDBConnection ours) throws SQLException {
        this.ours = ours;
        this.shelves.add(new Shelf(FIRST, ours));
        this.doors.add(new Door(ours.duplicate(), FIRST));
    }

    /// A new, empty database that may still write and read files.
    static Database open() throws IOException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY_LIMIT);
        settings.setProperty("threads", "1");
        settings.setProperty("async_threads", "1");
        settings.setProperty("temp_directory", "");
        settings.setProperty("max_temp_directory_size", "0B");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("allow_persistent_secrets", "false");
        try {
            return new Database(DuckDBConnection.newConnection("jdbc:duckdb:", false, settings));
        } catch (Exception e) {
            throw new IOException("the database can't be opened: " + line(e), e);
        }
    }

    /// Where its tables are made and filled.
    Shelf shelf() {
        return shelves.getFirst();
    }

    /// Where queries come.
    Door door() {
        return doors.getFirst();
    }

    /// All doors by which queries come: one, or two where there are two shelves.
    List<Door> doors() {
        return List.copyOf(doors);
    }

    /// A second shelf, which another thread may fill, and a second door. From [#lock] on its tables are read
    /// as if they stood on the first; before that, neither knows of the other, or one could not be
    /// compressed while the other is filled.
    Shelf beside() throws IOException {
        try {
            shelves.add(new Shelf(SECOND, ours.duplicate()));
            doors.add(new Door(ours.duplicate(), FIRST));
            return shelves.getLast();
        } catch (SQLException e) {
            throw new IOException("the database can't be parted: " + line(e), e);
        }
    }

    /// Shuts the file system and the settings, for good. Afterwards tables can still be put, but only through
    /// us.
    void lock() throws IOException {
        if (shelves.size() > 1) {
            String both = "SET search_path = '" + FIRST + "," + SECOND + "'";
            shelf().run(both);
            try {
                for (Door door : doors) {
                    door.run(both);
                }
            } catch (SQLException e) {
                throw new IOException("the database can't be joined: " + line(e), e);
            }
        }
        shelf().run("SET enable_external_access = false");
        shelf().run("SET lock_configuration = true");
    }

    /// The first line of a message, safe to show.
    static String line(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String first = message.lines().findFirst().orElse("");
        return Display.text(first.length() > MAX_MESSAGE ? first.substring(0, MAX_MESSAGE) + " …" : first);
    }

    @Override
    public void close() throws IOException {
        // A connection that is still at work must not be touched: it would wait, or end the process.
        if (doors.stream().anyMatch(Door::runaway) || shelves.stream().anyMatch(Shelf::runaway)) {
            return;
        }
        try {
            for (Door door : doors) {
                door.close();
            }
            for (Shelf shelf : shelves) {
                shelf.close();
            }
        } catch (SQLException e) {
            throw new IOException("the database can't be closed: " + line(e), e);
        }
    }
}
