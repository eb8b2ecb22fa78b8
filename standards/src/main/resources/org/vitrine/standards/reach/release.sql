-- Everything that could not be read, anywhere in the release.
SELECT artifact, path, seen, state, rank FROM obstacle
