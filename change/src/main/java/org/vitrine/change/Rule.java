package org.vitrine.change;

import java.util.List;

/// A rule of what a change means: a query over both releases whose rows are the findings.
///
/// The query sees each table of the older dossier as `old_…`, of the newer one as `new_…`, and the paths' classes as
/// `change`; beside them `place` (where a node stands within its file system), `pair` (what both sides record of a
/// path), `before` and `after` (which root file systems are held against each other), `login`, `service_change`,
/// `setting_change`, `listener_change`, `endpoint_change` and `component_change`. Facts carry ids that differ between
/// the releases: they are joined through
/// these. Its columns: `subject`, `was`, `now`, and, if it likes, `old_artifact`, `new_artifact`, `line` and
/// `severity`, which overrules the rule's for that row.
///
/// @param name its file's name without the ending
/// @param title what it is about, in a few words
/// @param severity of what it finds
/// @param why why somebody should look at it, in a sentence
/// @param needs the tables of a dossier that it reads; where either release lacks one, it was not asked
/// @param query one SELECT
public record Rule(String name, String title, Severity severity, String why, List<String> needs, String query) {
    /// Copies the list.
    public Rule {
        needs = List.copyOf(needs);
    }
}
