-- For each root file system of the newer release, those of the older one that it is held against: its twin; every one
-- where it has none.
SELECT n.artifact AS new_root, o.artifact AS old_root
FROM new_rootfs n CROSS JOIN old_rootfs o
LEFT JOIN (
  SELECT c.new_artifact, c.old_artifact FROM change c JOIN old_rootfs r ON r.artifact = c.old_artifact
) t ON t.new_artifact = n.artifact
WHERE t.new_artifact IS NULL OR t.old_artifact = o.artifact
