//! What statements say that only newer servers understand, with the version that brought it.
//!
//! Source: the release notes of PostgreSQL 13 to 18, each row held against servers of all six.

use std::ops::Range;

use squawk_syntax::SyntaxKind::{self as K};
use squawk_syntax::ast::AstNode;
use squawk_syntax::{SyntaxNode, ast};

use super::parse::Parsed;
use super::syntax::range;
use crate::catalog::Server;
use crate::diagnostic::Problem;

/// Something that can be said since a version.
struct Since {
    version: u8,
    kind: K,
    /// As people say it.
    what: &'static str,
    /// Whether a node of this kind says it.
    says: fn(&SyntaxNode) -> bool,
}

/// The first thing in a statement that its server is too old for.
pub(super) fn too_new(statement: &Parsed, server: Server) -> Option<(Range<usize>, Problem)> {
    let newer = newer(SYNTAX, server).filter(|it| statement.has(it.kind));
    first_of(&newer.collect::<Vec<_>>(), &statement.syntax(), server)
}

/// As [`too_new`], in a body of PL/pgSQL: what its server cannot parse. What else is too new in
/// it is found out as it runs.
pub(super) fn too_new_in_body(
    body: &SyntaxNode,
    server: Server,
) -> Option<(Range<usize>, Problem)> {
    first_of(&newer(SYNTAX_OF_BODIES, server).collect::<Vec<_>>(), body, server)
}

fn newer(all: &'static [Since], server: Server) -> impl Iterator<Item = &'static Since> {
    all.iter().filter(move |it| !server.has(it.version))
}

fn first_of(
    newer: &[&Since],
    statement: &SyntaxNode,
    server: Server,
) -> Option<(Range<usize>, Problem)> {
    // Most statements say nothing new, and most servers are the newest.
    newer.first()?;
    statement.descendants().find_map(|node| {
        let kind = node.kind();
        let row = newer.iter().find(|it| it.kind == kind && (it.says)(&node))?;
        Some((range(&node), problem::too_new(row.what, row.version, server)))
    })
}

const fn since(version: u8, kind: K, what: &'static str, says: fn(&SyntaxNode) -> bool) -> Since {
    Since { version, kind, what, says }
}

const fn always(version: u8, kind: K, what: &'static str) -> Since {
    since(version, kind, what, |_| true)
}

#[rustfmt::skip]
static SYNTAX: &[Since] = &[
    always(14, K::COMPRESSION_METHOD, "`COMPRESSION` of a column"),
    always(14, K::SET_COMPRESSION, "`SET COMPRESSION`"),
    always(14, K::DETACH_CONCURRENTLY, "`DETACH PARTITION CONCURRENTLY`"),
    always(14, K::DETACH_FINALIZE, "`DETACH PARTITION … FINALIZE`"),
    always(14, K::ATOMIC_BODY, "a function body in the standard's form"),
    always(14, K::RETURN_STMT, "a function body in the standard's form"),
    always(14, K::GRANTED_BY_CLAUSE, "`GRANTED BY`"),
    since(14, K::OR_REPLACE, "`CREATE OR REPLACE TRIGGER`", |it| is_in(it, K::CREATE_TRIGGER)),
    since(14, K::PARAM_OUT, "an `OUT` parameter of a procedure", |it| is_in(it, K::CREATE_PROCEDURE)),
    since(14, K::CREATE_STATISTICS, "statistics over an expression", has_expressions),
    since(14, K::ATTRIBUTE_OPTION, "`multirange_type_name`", |it| {
        is_called(it, "multirange_type_name") && is_in(it, K::CREATE_TYPE)
    }),

    since(14, K::PATH_TYPE, "a multirange type", |it| {
        let text = it.text().to_string().to_ascii_lowercase();
        ["int4", "int8", "num", "ts", "tstz", "date"]
            .iter()
            .any(|kind| text.strip_prefix(kind).is_some_and(|it| it == "multirange"))
    }),

    always(15, K::MERGE, "`MERGE`"),
    since(15, K::PATH_TYPE, "a number with this scale", has_wide_scale),
    always(15, K::NULLS_NOT_DISTINCT, "`NULLS NOT DISTINCT`"),
    always(15, K::NULLS_DISTINCT, "`NULLS DISTINCT`"),
    always(15, K::SET_ACCESS_METHOD, "`SET ACCESS METHOD`"),
    always(15, K::PUBLICATION_OBJECT_TABLES_IN_SCHEMA, "`TABLES IN SCHEMA`"),
    always(15, K::PUBLICATION_OBJECT_CURRENT_SCHEMA, "`TABLES IN SCHEMA`"),
    since(15, K::SET_NULL_COLUMNS, "`SET NULL` of some columns", has_columns),
    since(15, K::SET_DEFAULT_COLUMNS, "`SET DEFAULT` of some columns", has_columns),
    since(15, K::UNLOGGED, "`UNLOGGED SEQUENCE`", |it| is_in(it, K::CREATE_SEQUENCE)),
    since(15, K::SET_UNLOGGED, "`UNLOGGED` of a sequence", |it| is_in(it, K::ALTER_SEQUENCE)),
    since(15, K::SET_LOGGED, "`LOGGED` of a sequence", |it| is_in(it, K::ALTER_SEQUENCE)),
    always(15, K::OPTION_UNLOGGED, "`UNLOGGED` of a sequence"),
    always(15, K::OPTION_LOGGED, "`LOGGED` of a sequence"),
    since(15, K::PUBLICATION_OBJECT_TABLE, "a publication of some columns or rows", |it| {
        ast::PublicationObjectTable::cast(it.clone())
            .is_some_and(|it| it.column_ref_list().is_some() || it.where_condition_clause().is_some())
    }),
    since(15, K::ATTRIBUTE_OPTION, "`security_invoker` of a view", |it| {
        is_called(it, "security_invoker") && (is_in(it, K::CREATE_VIEW) || is_in(it, K::ALTER_VIEW))
    }),

    since(16, K::GRANT, "options of a membership besides `ADMIN OPTION`", has_membership_options),
    always(16, K::IS_JSON, "`IS JSON`"),
    always(16, K::IS_JSON_ARRAY, "`IS JSON`"),
    always(16, K::IS_JSON_OBJECT, "`IS JSON`"),
    always(16, K::IS_JSON_SCALAR, "`IS JSON`"),
    always(16, K::IS_JSON_VALUE, "`IS JSON`"),
    always(16, K::JSON_ARRAY_FN, "`JSON_ARRAY`"),
    always(16, K::JSON_ARRAY_AGG_FN, "`JSON_ARRAYAGG`"),
    always(16, K::JSON_OBJECT_AGG_FN, "`JSON_OBJECTAGG`"),
    since(16, K::STORAGE, "`STORAGE` of a new column", |it| !is_in(it, K::ALTER_COLUMN)),
    since(16, K::CREATE_STATISTICS, "statistics without a name", |it| {
        ast::CreateStatistics::cast(it.clone()).is_some_and(|it| it.statistics().is_none())
    }),
    since(16, K::PAREN_FROM_ITEM, "a subquery without a name", |it| {
        ast::ParenFromItem::cast(it.clone())
            .is_some_and(|it| it.alias().is_none() && it.paren_select().is_some())
    }),
    since(16, K::LITERAL, "a number in this form", |it| {
        let text = it.text().to_string().to_ascii_lowercase();
        text.starts_with(|it: char| it.is_ascii_digit())
            && (text.contains('_') || ["0x", "0o", "0b"].iter().any(|it| text.starts_with(it)))
    }),
    since(16, K::ATTRIBUTE_OPTION, "`rules` of a collation", |it| {
        is_called(it, "rules") && is_in(it, K::CREATE_COLLATION)
    }),

    since(17, K::NOT_NULL_CONSTRAINT, "`ADD NOT NULL` of a domain", |it| is_in(it, K::ALTER_DOMAIN)),
    always(17, K::SET_EXPRESSION, "`SET EXPRESSION`"),
    always(17, K::MERGE_WHEN_NOT_MATCHED_SOURCE, "`WHEN NOT MATCHED BY SOURCE`"),
    always(17, K::JSON_TABLE, "`JSON_TABLE`"),
    always(17, K::JSON_VALUE_FN, "`JSON_VALUE`"),
    always(17, K::JSON_QUERY_FN, "`JSON_QUERY`"),
    always(17, K::JSON_EXISTS_FN, "`JSON_EXISTS`"),
    always(17, K::JSON_SCALAR_FN, "`JSON_SCALAR`"),
    always(17, K::JSON_SERIALIZE_FN, "`JSON_SERIALIZE`"),
    since(17, K::RETURNING_CLAUSE, "`MERGE … RETURNING`", |it| {
        it.parent().is_some_and(|it| it.kind() == K::MERGE)
    }),
    since(17, K::USING_METHOD, "the access method of a partitioned table", |it| {
        let table = it.parent().filter(|it| it.kind() == K::CREATE_TABLE);
        table.is_some_and(|it| it.children().any(|it| it.kind() == K::PARTITION_BY))
    }),
    since(17, K::CALL_EXPR, "`random()` between two values", |it| {
        let text: String = it.text().to_string().split_whitespace().collect();
        text.to_ascii_lowercase().strip_prefix("random(").is_some_and(|it| it.contains(','))
    }),
    since(17, K::SET_ACCESS_METHOD, "`SET ACCESS METHOD DEFAULT`", |it| {
        ast::SetAccessMethod::cast(it.clone()).is_some_and(|it| it.default_token().is_some())
    }),
    since(17, K::SET_STATISTICS, "`SET STATISTICS DEFAULT`", |it| {
        ast::SetStatistics::cast(it.clone()).is_some_and(|it| it.default_token().is_some())
    }),
    since(17, K::REVOKE_COMMAND, "the privilege `MAINTAIN`", |it| {
        it.text().to_string().eq_ignore_ascii_case("maintain") && !is_role_grant(it)
    }),

    always(18, K::VIRTUAL, "a virtual column"),
    always(18, K::ENFORCED, "`ENFORCED`"),
    always(18, K::NOT_ENFORCED, "`NOT ENFORCED`"),
    always(18, K::WITHOUT_OVERLAPS, "`WITHOUT OVERLAPS`"),
    always(18, K::PERIOD_COLUMN, "`PERIOD`"),
    always(18, K::RETURNING_OPTION_LIST, "`RETURNING WITH`"),
    since(18, K::GENERATED_STORED, "a generated column that is not `STORED`", |it| {
        ast::GeneratedStored::cast(it.clone()).is_some_and(|it| it.generated_kind().is_none())
    }),
    since(18, K::LIKE_CLAUSE, "`LIKE` in a foreign table", |it| is_in(it, K::CREATE_FOREIGN_TABLE)),
    since(18, K::NO_INHERIT, "`NOT NULL NO INHERIT`", |it| {
        it.parent().is_some_and(|it| it.kind() == K::NOT_NULL_CONSTRAINT)
    }),
    since(18, K::NOT_NULL_CONSTRAINT, "`NOT NULL` as a constraint of the table", |it| {
        ast::NotNullConstraint::cast(it.clone()).is_some_and(|it| it.column_name_ref().is_some())
    }),
    since(18, K::ALTER_CONSTRAINT, "a constraint that is handed down from now on", |it| {
        it.children().any(|it| matches!(it.kind(), K::INHERIT | K::NO_INHERIT))
    }),
    since(18, K::ATTRIBUTE_OPTION, "`publish_generated_columns`", |it| {
        is_called(it, "publish_generated_columns")
    }),
    since(18, K::FIELD_EXPR, "the row before or after the change", |it| {
        let text = it.text().to_string().to_ascii_lowercase();
        is_in(it, K::RETURNING_CLAUSE) && !is_in(it, K::CREATE_RULE)
            && (text.starts_with("old.") || text.starts_with("new."))
    }),

    always(19, K::MERGE_PARTITIONS, "`MERGE PARTITIONS`"),
    always(19, K::SPLIT_PARTITION, "`SPLIT PARTITION`"),
    always(19, K::CREATE_PROPERTY_GRAPH, "`CREATE PROPERTY GRAPH`"),
    always(19, K::ALTER_PROPERTY_GRAPH, "`ALTER PROPERTY GRAPH`"),
    always(19, K::DROP_PROPERTY_GRAPH, "`DROP PROPERTY GRAPH`"),
    always(19, K::GRAPH_TABLE_FN, "`GRAPH_TABLE`"),
    always(19, K::FOR_PORTION_OF, "`FOR PORTION OF`"),
    always(19, K::CONFLICT_DO_SELECT, "`ON CONFLICT … DO SELECT`"),
    always(19, K::REPACK, "`REPACK`"),
];

#[rustfmt::skip]
static SYNTAX_OF_BODIES: &[Since] = &[
    always(15, K::MERGE, "`MERGE`"),
    always(16, K::IS_JSON, "`IS JSON`"),
    always(17, K::MERGE_WHEN_NOT_MATCHED_SOURCE, "`WHEN NOT MATCHED BY SOURCE`"),
    since(17, K::PERCENT_TYPE, "an array of the type of something", is_array),
    since(17, K::PLPGSQL_PERCENT_ROWTYPE, "an array of rows of something", is_array),
    always(18, K::RETURNING_OPTION_LIST, "`RETURNING WITH`"),
];

fn is_array(ty: &SyntaxNode) -> bool {
    let text = ty.text().to_string().to_ascii_lowercase();
    text.rsplit_once('%').is_some_and(|(_, it)| it.contains('[') || it.contains("array"))
}

fn is_in(node: &SyntaxNode, kind: K) -> bool {
    node.ancestors().skip(1).any(|it| it.kind() == kind)
}

/// Whether `GRANT` speaks of membership in roles, which may be called like a privilege.
pub(super) fn is_role_grant(node: &SyntaxNode) -> bool {
    let statement = node.ancestors().find(|it| matches!(it.kind(), K::GRANT | K::REVOKE));
    let words = statement.map(|it| it.text().to_string().to_ascii_lowercase());
    words.is_some_and(|it| !it.split_whitespace().any(|it| it == "on"))
}

/// Whether `GRANT` says more of a membership than `WITH ADMIN OPTION`.
fn has_membership_options(grant: &SyntaxNode) -> bool {
    let text = grant.text().to_string().to_ascii_lowercase();
    let mut words = text.split_whitespace().skip_while(|it| *it != "with").skip(1);
    let options = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    is_role_grant(grant) && !options.0.is_empty() && options != ("admin", "option")
}

fn is_called(option: &SyntaxNode, name: &str) -> bool {
    let option = ast::AttributeOption::cast(option.clone());
    let own = option.and_then(|it| it.name()).map(|it| it.syntax().text().to_string());
    own.is_some_and(|it| it.eq_ignore_ascii_case(name))
}

/// Whether a number is rounded before its point, or has more digits behind it than it has.
fn has_wide_scale(ty: &SyntaxNode) -> bool {
    let text: String = ty.text().to_string().split_whitespace().collect();
    let lower = text.to_ascii_lowercase();
    let arguments = lower.strip_prefix("numeric(").or_else(|| lower.strip_prefix("decimal("));
    let parts = arguments.and_then(|it| it.trim_end_matches(')').split_once(','));
    let numbers = parts.and_then(|(it, scale)| it.parse::<i32>().ok().zip(scale.parse().ok()));
    numbers.is_some_and(|(precision, scale)| !(0..=precision).contains(&scale))
}

fn has_columns(action: &SyntaxNode) -> bool {
    action.children().any(|it| it.kind() == K::COLUMN_REF_LIST)
}

fn has_expressions(statistics: &SyntaxNode) -> bool {
    let on = statistics.children().find(|it| it.kind() == K::STATISTICS_ON_CLAUSE);
    let mut parts = on.iter().flat_map(SyntaxNode::descendants);
    parts.any(|it| matches!(it.kind(), K::PAREN_EXPR | K::CALL_EXPR))
}

pub(in crate::sql) mod problem {
    use super::{Problem, Server};

    pub(in crate::sql) fn too_new(what: &str, since: u8, server: Server) -> Problem {
        let message = format!("{what} needs PostgreSQL {since}, and the server is {server}");
        let help = match since {
            0..=18 => "leave it out, or choose a newer server",
            _ => "leave it out: no server that we know has it",
        };
        Problem::error("newer-server", message).help(help)
    }
}
