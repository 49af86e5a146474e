//! Expressions as text.

use std::rc::Rc;

use super::super::expression::element as e;
use super::super::expression::from::TABLE_VALUED_COLUMN;
use super::super::expression::function::{ANSI, FUNCTION, qualified_name};
use super::super::expression::operators::{CUSTOM, is_precedent, operator};
use super::super::expression::select::SELECT_BASE;
use super::super::expression::subquery::{EXISTS, SCALAR_SELECT};
use super::super::fields::{field, flag, int, items, items_of, items_or_one, object, of, text};
use super::super::types::generic as g;
use super::{Compiler, Visitors, matching, mysql, sqlite};
use crate::name::Name;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// How each kind of expression is written.
pub(super) static VISITORS: Visitors = &[
    (&e::TEXT_CLAUSE, |it, object| it.text_clause(object)),
    (&e::NULL, |_, _| Ok("NULL".to_owned())),
    (&e::TRUE, |it, _| Ok(it.boolean(true))),
    (&e::FALSE, |it, _| Ok(it.boolean(false))),
    (&e::BIND_PARAMETER, |it, object| it.bind_parameter(object)),
    (&e::COLUMN_CLAUSE, |it, object| it.column(object)),
    (&e::LABEL, |it, object| it.text(&field(object, "element"))),
    (&TABLE_VALUED_COLUMN, |it, object| it.table_valued_column(object)),
    (&e::BINARY, |it, object| it.binary(object)),
    (&EXISTS, |it, object| it.exists(object)),
    (&e::UNARY, |it, object| it.unary(object)),
    (&e::BOOLEAN_LIST, |it, object| it.boolean_list(object)),
    (&e::CLAUSE_LIST, |it, object| it.comma_list(object, false)),
    (&e::TUPLE, |it, object| it.comma_list(object, true)),
    (&e::GROUPING, |it, object| Ok(format!("({})", it.text(&field(object, "element"))?))),
    (&e::CASE, |it, object| it.case(object)),
    (&e::CAST, |it, object| it.cast(object)),
    (&e::TYPE_COERCE, |it, object| it.text(&field(object, "clause"))),
    (&e::EXTRACT, |it, object| it.extract(object)),
    (&e::OVER, |it, object| it.over(object)),
    (&e::REFERENCE, |it, object| it.reference(object)),
    (&e::SLICE, |it, object| it.slice(object)),
    (&e::FUNCTION_FILTER, |it, object| it.function_filter(object)),
    (&e::WITHIN_GROUP, |it, object| it.within_group(object)),
    (&e::ARRAY_LITERAL, |it, object| it.array(object)),
    (&e::COLLATION, |it, object| Ok(it.quote(&text(object, "collation").unwrap_or_default()))),
    (&e::AGGREGATE_ORDER_BY, |it, object| it.aggregate_order_by(object)),
    (&FUNCTION, |it, object| it.function(object)),
];

/// Whether an object is an expression, not a value that a driver would be given.
pub(super) fn is_expression(object: &Rc<Object>) -> bool {
    object.is(&e::CLAUSE_ELEMENT)
}

impl Compiler<'_, '_> {
    pub(super) fn quote(&self, name: &str) -> String {
        self.dialect().quote_name(name)
    }

    fn text_clause(&mut self, clause: &Rc<Object>) -> Eval<String> {
        match field(clause, "text") {
            Value::Str(written) => {
                let binds = field(clause, "_binds");
                self.with_binds(&written, &binds)
            }
            other => self.text(&other),
        }
    }

    /// Plain SQL as `text()` reads it: `:name` is a parameter, `\:` a colon.
    pub fn plain_text(&mut self, written: &str) -> String {
        self.with_binds(written, &Value::None).unwrap_or_default()
    }

    fn table_valued_column(&mut self, column: &Rc<Object>) -> Eval<String> {
        Ok(match object(column, "alias") {
            Some(alias) => self.alias_name(&alias),
            None => String::new(),
        })
    }

    fn column(&mut self, column: &Rc<Object>) -> Eval<String> {
        let name = match field(column, "name") {
            Value::Unknown(unknown) => {
                self.note(&unknown);
                String::new()
            }
            _ => self.name_of_clause(&Value::Object(column.clone())),
        };
        if flag(column, "is_literal") {
            return Ok(name);
        }
        let written = if name == "*" { name } else { self.quote(&name) };
        if !self.qualified {
            return Ok(written);
        }
        match object(column, "table") {
            // The row that `MySQL` was to insert.
            Some(table) if flag(&table, "_inserted") => Ok(format!("VALUES({written})")),
            Some(table) => Ok(format!("{}.{written}", self.table_prefix(&table))),
            None => Ok(written),
        }
    }

    /// What stands before the columns of a table: its alias or its whole name.
    fn table_prefix(&mut self, table: &Rc<Object>) -> String {
        if table.is(&super::super::expression::from::ALIAS) {
            return match text(table, "name") {
                Some(name) => self.quote(&name),
                None => self.alias_name(table),
            };
        }
        let name = text(table, "name").unwrap_or_default();
        let schema = text(table, "schema");
        self.dialect().quote(&Name::new(schema.as_deref(), &name))
    }

    /// An operand, in parentheses where it binds more loosely than what is around it.
    pub(super) fn operand(&mut self, value: &Value, against: &str) -> Eval<String> {
        let precedence = precedence_of(against, None);
        self.grouped(value, Some((against, precedence)))
    }

    /// A value of UPDATE or an index: whatever has an operator is in parentheses.
    pub fn self_grouped(&mut self, value: &Value) -> Eval<String> {
        self.grouped(value, None)
    }

    /// A key of an index. `MySQL` wants parentheses around whatever is computed, `PostgreSQL`
    /// around operators, and `SQLite` around nothing.
    pub fn index_expression(&mut self, value: &Value) -> Eval<String> {
        match self.dialect().name {
            "mysql" => {
                let ordered = ["desc", "asc"];
                let computed = value.as_object().is_some_and(|it| {
                    let modifier = text(it, "modifier").unwrap_or_default();
                    it.is(&e::BINARY)
                        || it.is(&FUNCTION)
                        || it.is(&e::UNARY) && !ordered.contains(&modifier.as_str())
                });
                let written = self.text(value)?;
                Ok(if computed { format!("({written})") } else { written })
            }
            "sqlite" => self.text(value),
            _ => self.self_grouped(value),
        }
    }

    /// A condition, as WHERE, ON, AND and OR have them: a truth value that is no comparison is
    /// compared with one where the database has no such type.
    pub(super) fn condition(&mut self, value: &Value) -> Eval<Option<String>> {
        if self.dialect().named_types {
            return Ok(None);
        }
        let (value, meant) = match of(value, &e::UNARY) {
            Some(it) if text(it, "operator").as_deref() == Some("inv") => (field(it, "element"), 0),
            _ => (value.clone(), 1),
        };
        let is_operator = |it: &Rc<Object>| {
            let classes = [&e::BINARY, &e::UNARY, &e::BOOLEAN_LIST, &EXISTS, &e::GROUPING];
            classes.iter().any(|class| it.is(class))
        };
        let is_truth = |it: &Rc<Object>| {
            it.is(&e::TRUE)
                || it.is(&e::FALSE)
                || object(it, "type").is_some_and(|it| it.is(&g::BOOLEAN_TYPE))
        };
        match value.as_object().filter(|it| !is_operator(it) && is_truth(it)) {
            Some(_) => Ok(Some(format!("{} = {meant}", self.text(&value)?))),
            None => Ok(None),
        }
    }

    fn grouped(&mut self, value: &Value, against: Option<(&str, i32)>) -> Eval<String> {
        let written = match value {
            Value::Object(it) if it.is(&e::LABEL) => {
                return self.grouped(&field(it, "element"), against);
            }
            _ => {
                let joins =
                    against.is_some_and(|(it, _)| !["comma", "as", "and", "or"].contains(&it));
                let before = self.in_operator;
                self.in_operator |= joins;
                let written = self.text(value);
                self.in_operator = before;
                written?
            }
        };
        Ok(if needs_parentheses(value, against) { format!("({written})") } else { written })
    }

    fn binary(&mut self, binary: &Rc<Object>) -> Eval<String> {
        let name = text(binary, "operator").unwrap_or_default();
        let (left, right) = (field(binary, "left"), field(binary, "right"));
        let own = match self.dialect().name {
            "mysql" => mysql::binary(self, binary, &name)?,
            "sqlite" => sqlite::binary(self, binary, &name)?,
            _ => None,
        };
        if let Some(own) = own {
            return Ok(own);
        }
        match name.as_str() {
            CUSTOM => return self.custom(binary, &left, &right),
            "between" | "not_between" => return self.between(binary, &name),
            "like" | "not_like" | "ilike" | "not_ilike" => return self.like(binary, &name),
            "match" | "not_match" => return matching::written(self, binary, &name),
            "in" | "not_in" => return self.contained(&name, &left, &right),
            "getitem" => {
                let left = self.subscripted(&left)?;
                return Ok(format!("{left}[{}]", self.text(&right)?));
            }
            "json_getitem" | "json_path_getitem"
                if self.dialect().name == "postgresql" && !gives_json(binary) =>
            {
                return self.cast_item(binary, &name);
            }
            "json_getitem" if is_jsonb(&left) && self.dialect().name == "postgresql" => {
                let left = self.subscripted(&left)?;
                return Ok(format!("{left}[{}]", self.text(&right)?));
            }
            "truediv" if self.dialect().name == "postgresql" => {
                let left = self.operand(&left, "truediv")?;
                let ty = match e::type_of(&right) {
                    Some(ty) if ty.is(&g::NUMERIC_TYPE) || ty.is(&g::FLOAT_TYPE) => {
                        self.type_text(&Value::Object(ty))?
                    }
                    _ => "NUMERIC".to_owned(),
                };
                return Ok(format!("{left} / CAST({} AS {ty})", self.operand(&right, "truediv")?));
            }
            "floordiv" if ![&left, &right].into_iter().all(is_integer) => {
                let left = self.operand(&left, "floordiv")?;
                return Ok(format!("FLOOR({left} / {})", self.operand(&right, "floordiv")?));
            }
            _ => {}
        }
        let words = self.operator_text(&name);
        let inside = self.in_operator;
        let left = self.operand(&left, &name)?;
        let right = self.operand(&right, &name)?;
        // These are eager to stand in parentheses beside any other operator.
        let eager = inside && name.starts_with("json_");
        Ok(if eager { format!("({left}{words}{right})") } else { format!("{left}{words}{right}") })
    }

    /// `JSON_EXTRACT(t.j, '$."a"[1]')`.
    pub(super) fn json_extract(&mut self, binary: &Rc<Object>) -> Eval<String> {
        let left = self.text(&field(binary, "left"))?;
        let right = field(binary, "right");
        let keys = match items(binary, "path") {
            path if path.is_empty() => of(&right, &e::BIND_PARAMETER)
                .and_then(|it| it.field("value"))
                .into_iter()
                .collect(),
            path => path,
        };
        if keys.is_empty() {
            return Ok(format!("JSON_EXTRACT({left}, {})", self.text(&right)?));
        }
        let mut path = "$".to_owned();
        for key in keys {
            path += &match key.as_int() {
                Some(place) => format!("[{place}]"),
                None => format!(".\"{}\"", self.vm.to_text(&key)?),
            };
        }
        Ok(format!("JSON_EXTRACT({left}, {})", self.string(&path)))
    }

    /// An item of JSON that is meant as something else: its text, cast.
    fn cast_item(&mut self, binary: &Rc<Object>, name: &str) -> Eval<String> {
        let words = if name == "json_getitem" { " ->> " } else { " #>> " };
        let inside = self.in_operator;
        let left = self.operand(&field(binary, "left"), name)?;
        let right = self.operand(&field(binary, "right"), name)?;
        let ty = self.type_text(&field(binary, "type"))?;
        let item = format!("{left}{words}{right}");
        let item = if inside { format!("({item})") } else { item };
        Ok(format!("CAST({item} AS {ty})"))
    }

    pub(super) fn operator_text(&self, name: &str) -> String {
        let dialect = self.dialect().name;
        match (name, dialect) {
            ("is_distinct_from", "sqlite") => " IS NOT ",
            ("is_not_distinct_from", "sqlite") => " IS ",
            ("regexp_match", "mysql" | "sqlite") => " REGEXP ",
            ("not_regexp_match", "mysql" | "sqlite") => " NOT REGEXP ",
            ("bitwise_xor", "mysql") => " ^ ",
            _ => operator(name).map_or(" ", |it| it.text),
        }
        .to_owned()
    }

    fn custom(&mut self, binary: &Rc<Object>, left: &Value, right: &Value) -> Eval<String> {
        let words = text(binary, "opstring").unwrap_or_default();
        let precedence = int(binary, "precedence").unwrap_or(0) as i32;
        let left = self.grouped(left, Some((&words, precedence)))?;
        let right = self.grouped(right, Some((&words, precedence)))?;
        Ok(format!("{left} {words} {right}"))
    }

    fn between(&mut self, binary: &Rc<Object>, name: &str) -> Eval<String> {
        let left = self.operand(&field(binary, "left"), name)?;
        let low = self.operand(&field(binary, "right"), "and")?;
        let high = self.operand(&field(binary, "upper"), "and")?;
        let words = self.operator_text(name);
        let symmetric = if flag(binary, "symmetric") { "SYMMETRIC " } else { "" };
        Ok(format!("{left}{words}{symmetric}{low} AND {high}"))
    }

    fn like(&mut self, binary: &Rc<Object>, name: &str) -> Eval<String> {
        let left = self.operand(&field(binary, "left"), name)?;
        let right = field(binary, "right");
        let right =
            if flag(binary, "grouped") { self.text(&right)? } else { self.operand(&right, name)? };
        let escape = match text(binary, "escape") {
            Some(escape) => format!(" ESCAPE {}", self.string(&escape)),
            None => String::new(),
        };
        if name.ends_with("ilike") && self.dialect().name != "postgresql" {
            let words = if name == "ilike" { "LIKE" } else { "NOT LIKE" };
            return Ok(format!("lower({left}) {words} lower({right}){escape}"));
        }
        let words = self.operator_text(name);
        Ok(format!("{left}{words}{right}{escape}"))
    }

    fn contained(&mut self, name: &str, left: &Value, right: &Value) -> Eval<String> {
        let words = self.operator_text(name);
        let left = self.operand(left, name)?;
        if let Some(bind) = of(right, &e::BIND_PARAMETER)
            && flag(bind, "expanding")
            && bind.field("key").is_none_or(|it| it.is_none())
            && items(bind, "expanded").is_empty()
        {
            let none = match name {
                _ if self.dialect().name == "sqlite" => "(SELECT 1 FROM (SELECT 1) WHERE 1!=1)",
                "in" => "(NULL) AND (1 != 1)",
                _ => "(NULL) OR (1 = 1)",
            };
            return Ok(enclosed_if_not_in(name, format!("{left}{words}{none}")));
        }
        let right = match right {
            Value::Object(it) if it.is(&SELECT_BASE) => format!("({})", self.subquery(it)?),
            Value::Object(it) if it.is(&SCALAR_SELECT) => self.text(right)?,
            Value::Object(it) if it.is(&super::super::expression::from::FROM_CLAUSE) => {
                format!("(SELECT * FROM {})", self.text_of_from(it)?)
            }
            Value::Object(it) if it.is(&e::TEXT_CLAUSE) => format!("({})", self.text(right)?),
            other => self.text(other)?,
        };
        Ok(enclosed_if_not_in(name, format!("{left}{words}{right}")))
    }

    fn unary(&mut self, unary: &Rc<Object>) -> Eval<String> {
        let element = field(unary, "element");
        if let Some(modifier) = text(unary, "modifier") {
            let words = self.operator_text(&modifier);
            return Ok(format!("{}{words}", self.operand(&element, &modifier)?));
        }
        let name = text(unary, "operator").unwrap_or_default();
        let words = self.operator_text(&name);
        if matches!(name.as_str(), "any" | "all") {
            let inner = self.text(&element)?;
            let enclosed = inner.starts_with('(') && of(&element, &SCALAR_SELECT).is_some();
            let inner = if enclosed { inner } else { format!("({inner})") };
            return Ok(format!("{words}{inner}"));
        }
        Ok(format!("{words}{}", self.operand(&element, &name)?))
    }

    fn exists(&mut self, exists: &Rc<Object>) -> Eval<String> {
        match field(exists, "element") {
            Value::Object(query) if query.is(&SELECT_BASE) => {
                Ok(format!("EXISTS ({})", self.subquery(&query)?))
            }
            other => Ok(format!("EXISTS {}", self.text(&other)?)),
        }
    }

    fn boolean_list(&mut self, list: &Rc<Object>) -> Eval<String> {
        let name = text(list, "operator").unwrap_or_default();
        let words = self.operator_text(&name);
        let mut texts = Vec::new();
        for clause in items(list, "clauses") {
            texts.push(match self.condition(&clause)? {
                Some(compared) => compared,
                None => self.operand(&clause, &name)?,
            });
        }
        Ok(texts.join(&words))
    }

    fn comma_list(&mut self, list: &Rc<Object>, enclosed: bool) -> Eval<String> {
        let clauses = items(list, "clauses");
        let joined = self.list(&clauses)?.join(", ");
        Ok(if enclosed { format!("({joined})") } else { joined })
    }

    fn case(&mut self, case: &Rc<Object>) -> Eval<String> {
        let mut out = "CASE".to_owned();
        let subject = field(case, "value");
        if !subject.is_none() {
            out.push_str(&format!(" {}", self.text(&subject)?));
        }
        for pair in items(case, "whens") {
            let [condition, result] =
                items_of(&pair).try_into().unwrap_or([Value::None, Value::None]);
            let condition = self.grouped(&condition, None)?;
            let result = self.text(&result)?;
            out.push_str(&format!(" WHEN {condition} THEN {result}"));
        }
        let otherwise = field(case, "else_");
        if !otherwise.is_none() {
            out.push_str(&format!(" ELSE {}", self.text(&otherwise)?));
        }
        Ok(out + " END")
    }

    fn cast(&mut self, cast: &Rc<Object>) -> Eval<String> {
        let clause = self.text(&field(cast, "clause"))?;
        if self.dialect().name == "mysql" {
            return match mysql::cast_type(self, &field(cast, "type"))? {
                Some(ty) => Ok(format!("CAST({clause} AS {ty})")),
                None => self.self_grouped(&field(cast, "clause")),
            };
        }
        let ty = self.type_text(&field(cast, "type"))?;
        Ok(format!("CAST({clause} AS {ty})"))
    }

    fn extract(&mut self, extract: &Rc<Object>) -> Eval<String> {
        let part = text(extract, "field").unwrap_or_default();
        let expr = self.text(&field(extract, "expr"))?;
        if self.dialect().name == "sqlite" {
            return sqlite::extract(self, &part, &expr);
        }
        let part = match (self.dialect().name, part.as_str()) {
            ("mysql", "milliseconds") => "millisecond",
            (_, part) => part,
        };
        Ok(format!("EXTRACT({part} FROM {expr})"))
    }

    fn over(&mut self, over: &Rc<Object>) -> Eval<String> {
        let element = self.text(&field(over, "element"))?;
        let mut parts = Vec::new();
        for (name, words) in [("partition_by", "PARTITION BY"), ("order_by", "ORDER BY")] {
            let clauses = items_or_one(&field(over, name));
            if !clauses.is_empty() {
                parts.push(format!("{words} {}", self.list(&clauses)?.join(", ")));
            }
        }
        for (name, words) in [("range_", "RANGE"), ("rows", "ROWS")] {
            if let [low, high] = items_of(&field(over, name)).as_slice() {
                let bounds =
                    format!("{words} BETWEEN {} AND {}", bound(low, true), bound(high, false));
                parts.push(bounds);
            }
        }
        Ok(format!("{element} OVER ({})", parts.join(" ")))
    }

    fn function_filter(&mut self, filter: &Rc<Object>) -> Eval<String> {
        let function = self.text(&field(filter, "func"))?;
        let criterion = self.text(&field(filter, "criterion"))?;
        Ok(format!("{function} FILTER (WHERE {criterion})"))
    }

    fn within_group(&mut self, group: &Rc<Object>) -> Eval<String> {
        let element = self.text(&field(group, "element"))?;
        let order = self.list(&items(group, "order_by"))?.join(", ");
        Ok(format!("{element} WITHIN GROUP (ORDER BY {order})"))
    }

    /// What an item or a part is taken of: all but a column stands in parentheses.
    fn subscripted(&mut self, value: &Value) -> Eval<String> {
        let is_part = |it: &Rc<Object>| text(it, "operator").as_deref() == Some("getitem");
        if of(value, &e::BINARY).is_some_and(is_part) {
            return self.text(value);
        }
        let written = self.operand(value, "getitem")?;
        let is_open = [&FUNCTION, &e::FUNCTION_FILTER, &e::CAST, &e::ARRAY_LITERAL]
            .iter()
            .any(|it| of(value, it).is_some());
        Ok(if is_open && !written.starts_with('(') { format!("({written})") } else { written })
    }

    fn slice(&mut self, slice: &Rc<Object>) -> Eval<String> {
        let (start, stop) = (field(slice, "start"), field(slice, "stop"));
        Ok(format!("{}:{}", self.text(&start)?, self.text(&stop)?))
    }

    fn array(&mut self, array: &Rc<Object>) -> Eval<String> {
        let clauses = items(array, "clauses");
        if clauses.is_empty() {
            let ty = self.type_text(&field(array, "type"))?;
            return Ok(format!("ARRAY[]::{ty}"));
        }
        Ok(format!("ARRAY[{}]", self.list(&clauses)?.join(", ")))
    }

    fn aggregate_order_by(&mut self, aggregate: &Rc<Object>) -> Eval<String> {
        let target = self.text(&field(aggregate, "target"))?;
        let order = self.list(&items(aggregate, "order_by"))?.join(", ");
        Ok(format!("{target} ORDER BY {order}"))
    }

    fn function(&mut self, function: &Rc<Object>) -> Eval<String> {
        if let Some(sequence) = object(function, "sequence") {
            return self.next_value(&sequence);
        }
        let (packages, name) = qualified_name(function);
        let clauses = items(function, "clauses");
        let own = match self.dialect().name {
            "mysql" if packages.is_empty() => mysql::function(self, &name, &clauses)?,
            "sqlite" if packages.is_empty() => sqlite::function(self, &name, &clauses)?,
            "postgresql" if packages.is_empty() && name == "substring" => {
                self.substring(&clauses)?
            }
            _ => None,
        };
        if let Some(own) = own {
            return Ok(own);
        }
        let ansi = ANSI.iter().find(|(it, _)| packages.is_empty() && *it == name);
        if let Some((_, word)) = ansi {
            return match clauses.as_slice() {
                [] => Ok((*word).to_owned()),
                _ => Ok(format!("{word}({})", self.arguments(&clauses)?)),
            };
        }
        let grouping = GROUPINGS.iter().find(|(it, _)| packages.is_empty() && *it == name);
        if let Some((_, words)) = grouping {
            return Ok(format!("{words}({})", self.arguments(&clauses)?));
        }
        if packages.is_empty() && clauses.is_empty() && name == "count" {
            return Ok("count(*)".to_owned());
        }
        let mut full = String::new();
        for part in packages.iter().chain([&name]) {
            if !full.is_empty() {
                full.push('.');
            }
            let plain = !part.is_empty()
                && part.chars().all(|it| it.is_ascii_alphanumeric() || "_$".contains(it));
            full.push_str(&if plain { part.clone() } else { self.quote(part) });
        }
        Ok(format!("{full}({})", self.arguments(&clauses)?))
    }

    /// `SUBSTRING(a FROM 1 FOR 2)`.
    fn substring(&mut self, clauses: &[Value]) -> Eval<Option<String>> {
        let texts = self.list(clauses)?;
        Ok(match texts.as_slice() {
            [text, from] => Some(format!("SUBSTRING({text} FROM {from})")),
            [text, from, count, ..] => Some(format!("SUBSTRING({text} FROM {from} FOR {count})")),
            _ => None,
        })
    }

    fn arguments(&mut self, clauses: &[Value]) -> Eval<String> {
        let texts: Eval<Vec<String>> = clauses.iter().map(|it| self.operand(it, "comma")).collect();
        Ok(texts?.join(", "))
    }
}

/// Functions that are clauses of `GROUP BY`.
const GROUPINGS: &[(&str, &str)] =
    &[("cube", "CUBE"), ("rollup", "ROLLUP"), ("grouping_sets", "GROUPING SETS")];

/// `SQLAlchemy` encloses every `NOT IN`, since one of an empty list is two conditions.
fn enclosed_if_not_in(name: &str, written: String) -> String {
    if name == "not_in" { format!("({written})") } else { written }
}

/// Whether an item of JSON is meant as JSON.
fn gives_json(binary: &Rc<Object>) -> bool {
    object(binary, "type").is_none_or(|it| it.is(&g::JSON_TYPE))
}

fn is_jsonb(value: &Value) -> bool {
    e::type_of(value).is_some_and(|it| it.is(&super::super::types::postgresql::JSONB))
}

fn precedence_of(name: &str, custom: Option<i128>) -> i32 {
    match custom {
        Some(precedence) => precedence as i32,
        None => operator(name).map_or(0, |it| it.precedence),
    }
}

/// Whether an expression stands in parentheses beside an operator; without one, whether it does
/// when it stands alone where a single value is meant.
fn needs_parentheses(value: &Value, against: Option<(&str, i32)>) -> bool {
    let Some(object) = value.as_object() else { return false };
    let name = if object.is(&EXISTS) {
        "exists".to_owned()
    } else if object.is(&e::BINARY) && flag(object, "grouped") {
        // `startswith` and its like have no precedence, so they stand in parentheses everywhere.
        return true;
    } else if object.is(&e::UNARY) && text(object, "operator").is_none() {
        // What stands behind an operand, like `DESC`, never asks for parentheses.
        return false;
    } else if object.is(&e::BINARY) || object.is(&e::UNARY) || object.is(&e::BOOLEAN_LIST) {
        text(object, "operator").unwrap_or_default()
    } else {
        return false;
    };
    if object.is(&e::BOOLEAN_LIST) && items(object, "clauses").is_empty() {
        return false;
    }
    let own = if name == CUSTOM { int(object, "precedence").or(Some(0)) } else { None };
    let shown =
        if name == CUSTOM { text(object, "opstring").unwrap_or_default() } else { name.clone() };
    is_precedent((&shown, precedence_of(&name, own)), against)
}

/// Whether an expression has a type of whole numbers.
fn is_integer(value: &Value) -> bool {
    e::type_of(value).is_some_and(|it| it.is(&g::INTEGER_TYPE))
}

fn bound(value: &Value, low: bool) -> String {
    match value.as_int() {
        None => format!("UNBOUNDED {}", if low { "PRECEDING" } else { "FOLLOWING" }),
        Some(0) => "CURRENT ROW".to_owned(),
        Some(it) if it < 0 => format!("{} PRECEDING", -it),
        Some(it) => format!("{it} FOLLOWING"),
    }
}
