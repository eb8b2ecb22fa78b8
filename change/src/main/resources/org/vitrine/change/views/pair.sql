-- What both sides record of a path: a row for each row of `change`, with -1 and empty texts where a side has none.
-- Modes and owners are -1 where the container recorded none.
SELECT c.kind::VARCHAR AS kind, c.old_artifact, c.new_artifact, c.type::VARCHAR AS type, c.metadata, c.similarity,
       c.opened::VARCHAR AS opened,
       coalesce(nullif(pn.place, ''), po.place, '') AS place, coalesce(po.place, '') AS old_place,
       coalesce(pn.place, '') AS new_place, coalesce(po.root, -1) AS old_root, coalesce(pn.root, -1) AS new_root,
       coalesce(o.type::VARCHAR, '') AS old_type, coalesce(n.type::VARCHAR, '') AS new_type,
       coalesce(o.format, '') AS old_format, coalesce(n.format, '') AS new_format,
       CASE WHEN starts_with(o.recorded::VARCHAR, 'MODE') THEN o.mode ELSE -1 END AS old_mode,
       CASE WHEN starts_with(n.recorded::VARCHAR, 'MODE') THEN n.mode ELSE -1 END AS new_mode,
       CASE WHEN starts_with(o.recorded::VARCHAR, 'MODE_OWNER') THEN o.uid ELSE -1 END AS old_uid,
       CASE WHEN starts_with(n.recorded::VARCHAR, 'MODE_OWNER') THEN n.uid ELSE -1 END AS new_uid,
       CASE WHEN starts_with(o.recorded::VARCHAR, 'MODE_OWNER') THEN o.gid ELSE -1 END AS old_gid,
       CASE WHEN starts_with(n.recorded::VARCHAR, 'MODE_OWNER') THEN n.gid ELSE -1 END AS new_gid,
       CASE WHEN starts_with(o.recorded::VARCHAR, 'MODE')
            THEN concat(o.mode // 512, (o.mode // 64) & 7, (o.mode // 8) & 7, o.mode & 7) ELSE '' END AS old_octal,
       CASE WHEN starts_with(n.recorded::VARCHAR, 'MODE')
            THEN concat(n.mode // 512, (n.mode // 64) & 7, (n.mode // 8) & 7, n.mode & 7) ELSE '' END AS new_octal,
       c.old_sha256::VARCHAR AS old_sha256, c.new_sha256::VARCHAR AS new_sha256, c.old_size, c.new_size,
       coalesce(o.target, '') AS old_target, coalesce(n.target, '') AS new_target,
       coalesce(o.device, '') AS old_device, coalesce(n.device, '') AS new_device
FROM change c
LEFT JOIN old_artifact o ON o.id = c.old_artifact
LEFT JOIN new_artifact n ON n.id = c.new_artifact
LEFT JOIN place po ON po.side = 'OLD' AND po.artifact = c.old_artifact
LEFT JOIN place pn ON pn.side = 'NEW' AND pn.artifact = c.new_artifact
