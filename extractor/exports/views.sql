-- Views of the SQLite export. Lists are joined by « ; » in their printed order.

-- One row per action or sub-action, with what it stands under and who has adopted it.
CREATE VIEW v_actions AS
SELECT
    n.rowid AS node_rowid,  -- by which Datasette searches in nodes_fts
    n.node_id,
    n.plan_id,
    p.institution,
    p.kind,
    p.municipality,
    p.nis_code,
    p.province,
    p.term_start,
    p.term_end,
    n.volet,
    os.code AS os_code,
    os.title AS os_title,
    oo.code AS oo_code,
    oo.title AS oo_title,
    projet.code AS projet_code,
    projet.title AS projet_title,
    action.code AS action_code,
    action.title AS action_title,
    n.level,
    n.code,
    n.title,
    n.title_normalized,
    n.description,
    d.text AS deadline,
    d.start_date AS deadline_start,
    d.end_date AS deadline_end,
    (SELECT a.value FROM attributes AS a
        WHERE a.node_id = n.node_id AND a.attribute = 'status') AS status,
    (SELECT a.number FROM attributes AS a
        WHERE a.node_id = n.node_id AND a.attribute = 'progress') AS progress,
    (SELECT a.number FROM attributes AS a
        WHERE a.node_id = n.node_id AND a.attribute = 'priority') AS priority,
    (SELECT group_concat(name, ' ; ') FROM (SELECT name FROM actors
        WHERE node_id = n.node_id AND role = 'responsible' ORDER BY rank)) AS responsibles,
    (SELECT group_concat(name, ' ; ') FROM (SELECT name FROM actors
        WHERE node_id = n.node_id AND role = 'service' ORDER BY rank)) AS services,
    (SELECT group_concat(name, ' ; ') FROM (SELECT name FROM actors
        WHERE node_id = n.node_id AND role = 'partner' ORDER BY rank)) AS partners,
    (SELECT group_concat(text, ' ; ') FROM (SELECT text FROM budgets
        WHERE node_id = n.node_id ORDER BY rank)) AS budget,
    (SELECT sum(amount_for_sums) FROM budgets
        WHERE node_id = n.node_id) AS amount_for_sums,
    (SELECT label FROM themes
        WHERE node_id = n.node_id ORDER BY rank LIMIT 1) AS first_theme,
    n.page,
    n.confidence,
    n.same_as
FROM nodes AS n
JOIN plans AS p ON p.plan_id = n.plan_id
LEFT JOIN nodes AS os ON os.node_id = n.os_id
LEFT JOIN nodes AS oo ON oo.node_id = n.oo_id
LEFT JOIN nodes AS projet ON projet.node_id = n.projet_id
LEFT JOIN nodes AS action ON action.node_id = n.action_id
LEFT JOIN deadlines AS d ON d.node_id = n.node_id
WHERE n.level IN ('ACTION', 'SOUS_ACTION');

-- One row per objective or project, with the number of actions below it.
CREATE VIEW v_objectifs AS
SELECT
    n.node_id,
    n.plan_id,
    p.institution,
    p.kind,
    p.municipality,
    p.nis_code,
    p.province,
    p.term_start,
    p.term_end,
    n.volet,
    n.level,
    os.code AS os_code,
    os.title AS os_title,
    n.code,
    n.title,
    n.title_normalized,
    n.description,
    CASE n.level
        WHEN 'OS' THEN (SELECT count(*) FROM nodes AS b
            WHERE b.os_id = n.node_id AND b.level = 'ACTION')
        WHEN 'OO' THEN (SELECT count(*) FROM nodes AS b
            WHERE b.oo_id = n.node_id AND b.level = 'ACTION')
        ELSE (SELECT count(*) FROM nodes AS b
            WHERE b.projet_id = n.node_id AND b.level = 'ACTION')
    END AS actions,
    (SELECT sum(amount_for_sums) FROM budgets
        WHERE node_id = n.node_id) AS amount_for_sums,
    n.page,
    n.confidence
FROM nodes AS n
JOIN plans AS p ON p.plan_id = n.plan_id
LEFT JOIN nodes AS os ON os.node_id = n.os_id
WHERE n.level IN ('OS', 'OO', 'PROJET');

-- One row per printed amount: add up amount_for_sums, which counts every euro once.
CREATE VIEW v_budgets AS
SELECT
    b.node_id,
    b.rank,
    n.plan_id,
    p.institution,
    p.kind,
    p.province,
    p.term_start,
    p.term_end,
    n.volet,
    os.code AS os_code,
    os.title AS os_title,
    oo.code AS oo_code,
    oo.title AS oo_title,
    n.level,
    n.code,
    n.title,
    b.text,
    b.amount,
    b.currency,
    b.year,
    b.funding,
    b.role,
    b.rate,
    b.times,
    b.share,
    b.amount_for_sums,
    n.page
FROM budgets AS b
JOIN nodes AS n ON n.node_id = b.node_id
JOIN plans AS p ON p.plan_id = n.plan_id
LEFT JOIN nodes AS os ON os.node_id = n.os_id
LEFT JOIN nodes AS oo ON oo.node_id = n.oo_id;
