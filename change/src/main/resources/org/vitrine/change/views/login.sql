-- A login as the system knows it: for each root file system and name the line that counts, in force before copies and
-- samples, and the first before later ones. `opens` is 1 where a password or a key could open it.
SELECT * EXCLUDE (place) FROM (
  SELECT u.*, CASE WHEN u.password <> 'LOCKED' AND NOT regexp_matches(u.shell, '(^|/)(nologin|false|sync|shutdown|halt|null|true)$')
                   THEN 1 ELSE 0 END AS opens,
         'uid ' || u.uid || ', ' || CASE u.password
           WHEN 'EMPTY' THEN 'no password' WHEN 'LOCKED' THEN 'locked'
           WHEN 'KNOWN' THEN lower(u.scheme) || ', a well-known password'
           WHEN 'SET' THEN lower(u.scheme) || ' password' ELSE 'password not known' END
           || CASE WHEN u.shell = '' THEN ', shell /bin/sh' ELSE ', shell ' || u.shell END
           || CASE WHEN u.state = 'ACTIVE' THEN '' ELSE ', ' || lower(u.state) END AS words,
         row_number() OVER (PARTITION BY u.side, u.root, u.name ORDER BY
           CASE u.state WHEN 'ACTIVE' THEN 0 WHEN 'UNKNOWN' THEN 1 WHEN 'COPY' THEN 2 ELSE 3 END, u.artifact, u.line) AS place
  FROM (
    SELECT 'OLD' AS side, root, artifact, line, name, uid, gid, home, shell, scheme::VARCHAR AS scheme, hash, salt,
           password::VARCHAR AS password, state::VARCHAR AS state
    FROM old_account WHERE state <> 'INACTIVE'
    UNION ALL
    SELECT 'NEW', root, artifact, line, name, uid, gid, home, shell, scheme::VARCHAR, hash, salt,
           password::VARCHAR, state::VARCHAR
    FROM new_account WHERE state <> 'INACTIVE'
  ) u
) WHERE place = 1
