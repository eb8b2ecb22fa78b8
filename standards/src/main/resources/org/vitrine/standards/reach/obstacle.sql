-- What could not be read, and where.
SELECT p.artifact,
       coalesce(a.path, '') AS path,
       lower(p.kind::VARCHAR) || ' ' || p.field || ': ' || p.reason AS seen,
       CASE WHEN p.kind = 'LIMIT_REACHED' THEN 'LIMIT' ELSE 'NOT_READABLE' END AS state,
       CASE WHEN p.kind = 'LIMIT_REACHED' THEN 0 ELSE 1 END AS rank
FROM problem p LEFT JOIN artifact a ON a.id = p.artifact
UNION ALL
SELECT g.artifact,
       coalesce(a.path, ''),
       g.length || ' opaque bytes at offset ' || g."offset",
       'NOT_READABLE',
       2
FROM region g LEFT JOIN artifact a ON a.id = g.artifact
WHERE g.kind = 'OPAQUE'
