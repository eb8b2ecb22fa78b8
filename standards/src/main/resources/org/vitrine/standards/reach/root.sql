-- Where root file systems lie.
SELECT a.path FROM rootfs r JOIN artifact a ON a.id = r.artifact
