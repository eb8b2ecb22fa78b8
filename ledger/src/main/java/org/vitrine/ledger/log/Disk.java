package org.vitrine.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The one seam through which a log reads and writes: named files in one folder. Names are relative,
/// with `/` between folders. What was written is there for whoever reads next, but survives a loss of
/// power only once [#force] for its content and [#forceFolder] for its name have returned; until then
/// any part of it may be lost, and renames and deletions as well. An operation that failed may have been
/// done in part.
public interface Disk {
    /// The files below a folder of this machine.
    ///
    /// @param folder is made with the first file in it
    static Disk of(Path folder) {
        return new FolderDisk(folder);
    }

    /// How many bytes a file has, −1 where there is none.
    long size(String name) throws IOException;

    /// The whole of a small file.
    ///
    /// @param most how many bytes are read at most
    /// @throws java.nio.file.NoSuchFileException when there is none
    /// @throws IOException when it can't be read, or is larger
    byte[] read(String name, int most) throws IOException;

    /// A file to be read from any place.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    Input open(String name) throws IOException;

    /// The names inside a folder, without the folder's own, in the order of their characters; a folder's
    /// name ends with `/`. None where there is no such folder.
    ///
    /// @param folder empty for the whole disk's
    List<String> list(String folder) throws IOException;

    /// Writes a whole file, and the folders above it where they are missing. What was there before is
    /// gone.
    void write(String name, ByteBuffer content) throws IOException;

    /// Gives a file another name; a file of that name is replaced, and nobody ever sees none.
    void rename(String from, String to) throws IOException;

    /// Deletes a file or an empty folder, if it is there.
    void delete(String name) throws IOException;

    /// Returns once a file's content is durable.
    void force(String name) throws IOException;

    /// Returns once the names inside a folder are durable.
    ///
    /// @param folder empty for the whole disk's
    void forceFolder(String folder) throws IOException;

    /// A file to be continued; it is made where it is missing.
    ///
    /// @param at how many of its bytes stay; the rest is cut off
    Output append(String name, long at) throws IOException;

    /// A file of 64-bit words, all 0 at first.
    ///
    /// @param words how many it has
    /// @param writable whether it is made where it is missing
    /// @throws java.nio.file.NoSuchFileException when it is missing and not to be made
    /// @throws IOException when it has another size
    Table table(String name, long words, boolean writable) throws IOException;

    /// Keeps others from writing, other processes as well, until it is closed or the process ends.
    ///
    /// @throws IOException when somebody else holds it
    Closeable lock(String name) throws IOException;

    /// A file that is read.
    interface Input extends Closeable {
        /// How many bytes it has.
        long size() throws IOException;

        /// Fills the buffer.
        ///
        /// @throws java.io.EOFException when the file ends before that
        void read(ByteBuffer target, long at) throws IOException;
    }

    /// A file that is continued at its end.
    interface Output extends Closeable {
        /// Writes all of it.
        void write(ByteBuffer content) throws IOException;

        /// Writes bytes once more that stand there already.
        void rewrite(ByteBuffer content, long at) throws IOException;

        /// Returns once all that was written is durable.
        void force() throws IOException;
    }

    /// Words at fixed places. One thread writes, any number read.
    interface Table extends Closeable {
        /// One word.
        ///
        /// @param at from 0
        long get(long at) throws IOException;

        /// Sets one word, which is never seen in part.
        void put(long at, long word) throws IOException;

        /// Returns once all that was put is durable.
        void force() throws IOException;
    }
}
