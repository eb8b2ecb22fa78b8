-- For each root file system of the older release, those of the newer one that it is held against: its twin; every one
-- where it has none.
SELECT o.artifact AS old_root, n.artifact AS new_root
FROM old_rootfs o CROSS JOIN new_rootfs n
LEFT JOIN (
  SELECT c.old_artifact, c.new_artifact FROM change c JOIN new_rootfs r ON r.artifact = c.new_artifact
) t ON t.old_artifact = o.artifact
WHERE t.old_artifact IS NULL OR t.new_artifact = n.artifact
