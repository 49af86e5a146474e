//! Queries as text: SELECT, its froms, subqueries, unions and common table expressions.

use std::rc::Rc;

use super::super::expression::element as e;
use super::super::expression::from::{
    self, ALIAS, CTE, FROM_CLAUSE, JOIN, LATERAL, TABLE_CLAUSE, VALUES,
};
use super::super::expression::function::FUNCTION;
use super::super::expression::label::Named;
use super::super::expression::select::{COMPOUND_SELECT, SELECT, SELECT_BASE, TEXTUAL_SELECT};
use super::super::expression::subquery::SCALAR_SELECT;
use super::super::fields::{choice, field, flag, items, items_of, object, of, same, text};
use super::order::Nameable;
use super::{Compiler, Visitors, mysql, sqlite};
use crate::name::Name;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// How each kind of query is written.
pub(super) static VISITORS: Visitors = &[
    (&SELECT, |it, object| it.whole(object)),
    (&COMPOUND_SELECT, |it, object| it.whole(object)),
    (&TEXTUAL_SELECT, |it, object| it.whole(object)),
    (&SCALAR_SELECT, |it, object| it.scalar(object)),
    (&FROM_CLAUSE, |it, object| it.text_of_from(object)),
];

impl Compiler<'_, '_> {
    /// A query that stands by itself, with its common table expressions in front.
    fn whole(&mut self, query: &Rc<Object>) -> Eval<String> {
        let body = self.subquery(query)?;
        Ok(self.with_ctes(body))
    }

    /// A statement with the common table expressions it uses in front.
    pub(super) fn with_ctes(&mut self, body: String) -> String {
        if !self.enclosing.is_empty() {
            return body;
        }
        let ctes = std::mem::take(&mut self.ctes);
        if ctes.is_empty() {
            return body;
        }
        let recursive = ctes.iter().any(|(cte, _)| flag(cte, "recursive"));
        let word = if recursive { "WITH RECURSIVE " } else { "WITH " };
        let texts: Vec<_> = ctes.into_iter().map(|(_, text)| text).collect();
        format!("{word}{}\n {body}", texts.join(", \n"))
    }

    fn scalar(&mut self, scalar: &Rc<Object>) -> Eval<String> {
        match field(scalar, "element") {
            Value::Object(query) => Ok(format!("({})", self.subquery(&query)?)),
            _ => Ok(String::new()),
        }
    }

    /// A query inside another one.
    pub(super) fn subquery(&mut self, query: &Rc<Object>) -> Eval<String> {
        let before = std::mem::replace(&mut self.in_from, false);
        let written = self.query(query);
        self.in_from = before;
        written
    }

    /// A query that is the source of another one's rows, so that its columns are given names.
    fn source(&mut self, query: &Rc<Object>) -> Eval<String> {
        let before = std::mem::replace(&mut self.in_from, true);
        let written = self.query(query);
        self.in_from = before;
        written
    }

    fn query(&mut self, query: &Rc<Object>) -> Eval<String> {
        for cte in items(query, "_ctes").iter().filter_map(|it| of(it, &CTE)) {
            self.cte(cte)?;
        }
        if query.is(&SELECT) {
            return self.with_qualified(true, |it| it.select(query));
        }
        if query.is(&COMPOUND_SELECT) {
            return self.compound(query);
        }
        if query.is(&TEXTUAL_SELECT) {
            return self.text(&field(query, "element"));
        }
        self.text(&Value::Object(query.clone()))
    }

    fn compound(&mut self, query: &Rc<Object>) -> Eval<String> {
        let keyword = text(query, "keyword").unwrap_or_default();
        let mut texts = Vec::new();
        let in_from = self.in_from;
        for part in items(query, "selects") {
            let Value::Object(part) = part else { continue };
            self.in_from = in_from;
            let written = self.query(&part)?;
            let closed = part.is(&COMPOUND_SELECT)
                || ["_order_by", "_limit", "_offset"].iter().any(|it| part.field(it).is_some());
            texts.push(if closed { format!("({written})") } else { written });
        }
        let mut out = texts.join(&format!(" {keyword} "));
        self.nameable.push(Nameable { query: query.clone(), froms: Vec::new() });
        // The rows of all have names, and are of no table.
        let tail = self.with_qualified(false, |it| it.tail(query, &mut out));
        self.nameable.pop();
        tail.map(|()| out)
    }

    fn select(&mut self, query: &Rc<Object>) -> Eval<String> {
        let froms = self.froms_of_query(query)?;
        let outer = self.enclosing.len();
        let mut visible = froms.clone();
        for join in froms.iter().filter_map(|it| of(it, &JOIN)) {
            parts_of_join(join, &mut visible);
        }
        let shown = self.uncorrelated(query, froms);
        self.enclosing.push(visible);
        self.nameable.push(Nameable { query: query.clone(), froms: shown.clone() });
        let res = self.select_parts(query, &shown);
        self.nameable.pop();
        self.enclosing.truncate(outer);
        res
    }

    fn select_parts(&mut self, query: &Rc<Object>, froms: &[Value]) -> Eval<String> {
        let mut out = "SELECT ".to_owned();
        for prefix in items(query, "_prefixes") {
            out.push_str(&format!("{} ", self.text(&prefix)?));
        }
        out.push_str(&self.distinct(query)?);
        let mut columns = Vec::new();
        let in_from = std::mem::replace(&mut self.in_from, false);
        let mut named = Named::default();
        let in_columns = std::mem::replace(&mut self.in_columns, true);
        for column in super::super::expression::select::selected(self.vm, query) {
            columns.push(self.selected_column(&mut named, &column, in_from)?);
        }
        self.in_columns = in_columns;
        out.push_str(&columns.join(", "));
        if !froms.is_empty() {
            out.push_str(&format!(" \nFROM {}", self.texts_of_froms(froms)?.join(", ")));
        }
        out.push_str(&self.conditions(query, "_where", " \nWHERE ")?);
        let group = items(query, "_group_by");
        if !group.is_empty() {
            let within = std::mem::replace(&mut self.in_columns, false);
            out.push_str(&format!(" GROUP BY {}", self.list(&group)?.join(", ")));
            self.in_columns = within;
        }
        out.push_str(&self.conditions(query, "_having", " \nHAVING ")?);
        self.tail(query, &mut out)?;
        Ok(out)
    }

    fn distinct(&mut self, query: &Rc<Object>) -> Eval<String> {
        if !flag(query, "_distinct") {
            return Ok(String::new());
        }
        let on = items(query, "_distinct_on");
        // Other databases have no such thing, and are asked for distinct rows alone.
        if on.is_empty() || self.dialect().name != "postgresql" {
            return Ok("DISTINCT ".to_owned());
        }
        Ok(format!("DISTINCT ON ({}) ", self.list(&on)?.join(", ")))
    }

    fn selected_column(
        &mut self,
        named: &mut Named,
        column: &Value,
        in_from: bool,
    ) -> Eval<String> {
        let label = self.label_of(named, column, in_from);
        let written = match column {
            Value::Object(it) if it.is(&e::LABEL) => self.operand(&field(it, "element"), "as")?,
            column => self.text(column)?,
        };
        match label {
            Some(name) => Ok(format!("{written} AS {name}")),
            None => Ok(written),
        }
    }

    /// The conditions of a statement joined by AND, behind their word.
    pub(super) fn conditions(
        &mut self,
        statement: &Rc<Object>,
        name: &str,
        word: &str,
    ) -> Eval<String> {
        let clauses = items(statement, name);
        if clauses.is_empty() {
            return Ok(String::new());
        }
        let all = super::super::expression::construct::conjunction(self.vm, "and", &clauses)?;
        if of(&all, &e::BOOLEAN_LIST).is_some_and(|it| items(it, "clauses").is_empty()) {
            return Ok(String::new());
        }
        let closed = clauses.len() == 1 && stands_in_parentheses(&all);
        let written = match self.condition(&all)? {
            Some(compared) => compared,
            None => self.text(&all)?,
        };
        Ok(if closed { format!("{word}({written})") } else { format!("{word}{written}") })
    }

    /// ORDER BY, LIMIT, OFFSET and FOR UPDATE.
    fn tail(&mut self, query: &Rc<Object>, out: &mut String) -> Eval<()> {
        let order = items(query, "_order_by");
        if !order.is_empty() {
            let within = std::mem::replace(&mut self.in_columns, false);
            let mut texts = Vec::new();
            for it in &order {
                texts.push(self.ordered(query, it)?);
            }
            self.in_columns = within;
            out.push_str(&format!(" ORDER BY {}", texts.join(", ")));
        }
        let limit = query.field("_limit").filter(|it| !it.is_none());
        let offset = query.field("_offset").filter(|it| !it.is_none());
        out.push_str(&match self.dialect().name {
            "mysql" => mysql::limit(self, limit.as_ref(), offset.as_ref())?,
            "sqlite" => sqlite::limit(self, limit.as_ref(), offset.as_ref())?,
            _ => match query.field("_fetch").filter(|it| !it.is_none()) {
                Some(count) => self.fetch(&count, offset.as_ref())?,
                None => self.limit(limit.as_ref(), offset.as_ref())?,
            },
        });
        let lock = self.lock(query)?;
        match self.dialect().name {
            "mysql" => out.push_str(&mysql::lock(&lock)),
            "sqlite" => {}
            _ => out.push_str(&lock),
        }
        for suffix in items(query, "_suffixes") {
            out.push_str(&format!(" {} ", self.text(&suffix)?));
        }
        Ok(())
    }

    /// `FOR UPDATE OF t SKIP LOCKED`.
    fn lock(&mut self, query: &Rc<Object>) -> Eval<String> {
        let Some(mut out) = text(query, "_for_update") else { return Ok(String::new()) };
        let mut names: Vec<String> = Vec::new();
        for it in items(query, "_for_update_of") {
            let mut waiting = vec![it];
            while let Some(it) = waiting.pop() {
                if let Some(join) = of(&it, &JOIN) {
                    waiting.extend([field(join, "left"), field(join, "right")]);
                    continue;
                }
                let column = of(&it, &e::COLUMN_CLAUSE).and_then(|it| object(it, "table"));
                let table = column.or_else(|| of(&it, &FROM_CLAUSE).cloned());
                let name = match table {
                    Some(table) if table.is(&ALIAS) => self.alias_name(&table),
                    Some(table) => self.quote(&text(&table, "name").unwrap_or_default()),
                    None => self.text(&it)?,
                };
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        if !names.is_empty() {
            out.push_str(&format!(" OF {}", names.join(", ")));
        }
        Ok(out + &text(query, "_for_update_options").unwrap_or_default())
    }

    fn limit(&mut self, limit: Option<&Value>, offset: Option<&Value>) -> Eval<String> {
        let mut out = String::new();
        if let Some(limit) = limit {
            out.push_str(&format!(" \n LIMIT {}", self.text(limit)?));
        }
        if let Some(offset) = offset {
            let start = if limit.is_some() { "" } else { "\n LIMIT ALL" };
            out.push_str(&format!("{start} OFFSET {}", self.text(offset)?));
        }
        Ok(out)
    }

    fn fetch(&mut self, count: &Value, offset: Option<&Value>) -> Eval<String> {
        let offset = match offset {
            Some(offset) => format!("\n OFFSET ({}) ROWS", self.text(offset)?),
            None => String::new(),
        };
        Ok(format!("{offset}\n FETCH FIRST ({}) ROWS ONLY", self.text(count)?))
    }

    /// Where the rows of a query come from: what it names, and what its columns and conditions
    /// belong to.
    fn froms_of_query(&mut self, query: &Rc<Object>) -> Eval<Vec<Value>> {
        let mut found = Vec::new();
        for from in items(query, "_froms") {
            from::add(&mut found, from);
        }
        for column in items(query, "raw_columns") {
            match of(&column, &FROM_CLAUSE) {
                Some(it) if !it.is(&FUNCTION) => from::add(&mut found, column.clone()),
                _ => from::froms_of(&column, &mut found),
            }
        }
        for clause in items(query, "_where") {
            from::froms_of(&clause, &mut found);
        }
        let mut hidden = Vec::new();
        for join in found.iter().filter_map(|it| of(it, &JOIN)) {
            parts_of_join(join, &mut hidden);
        }
        found.retain(|it| !hidden.iter().any(|other| same(it, other)));
        Ok(found)
    }

    /// The froms that are not already those of a statement around; unless none would be left.
    fn uncorrelated(&self, query: &Rc<Object>, froms: Vec<Value>) -> Vec<Value> {
        let told = items(query, "_correlate");
        let kept = items(query, "_correlate_except");
        // Unless a query says what it is about, only those of the next one around count.
        let is_told = !told.is_empty() || !kept.is_empty();
        let levels = if is_told { 0 } else { self.enclosing.len().saturating_sub(1) };
        let around: Vec<&Value> = self.enclosing.iter().skip(levels).flatten().collect();
        let is_outside = |it: &Value| {
            let said = told.is_empty() || told.iter().any(|other| same(it, other));
            let excepted = kept.iter().any(|other| same(it, other));
            said && !excepted && around.iter().any(|other| same(it, other))
        };
        let explicit = items(query, "_froms");
        let kept: Vec<Value> = froms
            .iter()
            .filter(|it| explicit.iter().any(|other| same(it, other)) || !is_outside(it))
            .cloned()
            .collect();
        if kept.is_empty() { froms } else { kept }
    }

    /// Several froms as they stand behind FROM. One that is not known leaves the whole unwritten.
    pub(super) fn texts_of_froms(&mut self, froms: &[Value]) -> Eval<Vec<String>> {
        let text = |from: &Value| match from {
            Value::Object(it) => self.text_of_from(it),
            other => self.text(other),
        };
        froms.iter().map(text).collect()
    }

    /// A from as it stands behind FROM.
    pub(super) fn text_of_from(&mut self, from: &Rc<Object>) -> Eval<String> {
        if from.is(&CTE) {
            return self.cte(from);
        }
        if from.is(&ALIAS) {
            return self.alias(from);
        }
        if from.is(&JOIN) {
            return self.join(from);
        }
        if from.is(&VALUES) {
            return self.values(from);
        }
        if from.is(&TABLE_CLAUSE) {
            return Ok(self.table_name(from));
        }
        self.text(&Value::Object(from.clone()))
    }

    /// A table's name with its schema, in quotes where needed.
    pub fn table_name(&mut self, table: &Rc<Object>) -> String {
        for name in ["name", "schema"] {
            if let Some(Value::Unknown(unknown)) = table.field(name) {
                self.note(&unknown);
            }
        }
        let name = text(table, "name").unwrap_or_default();
        self.dialect().quote(&Name::new(text(table, "schema").as_deref(), &name))
    }

    pub(super) fn alias_name(&mut self, alias: &Rc<Object>) -> String {
        if let Some(name) = text(alias, "name") {
            return self.quote(&name);
        }
        let stem = object(alias, "element")
            .filter(|it| it.is(&TABLE_CLAUSE))
            .and_then(|it| text(&it, "name"))
            .or_else(|| text(alias, "_stem"))
            .unwrap_or_else(|| "anon".to_owned());
        self.anonymous_name(alias, &stem)
    }

    fn alias(&mut self, alias: &Rc<Object>) -> Eval<String> {
        let Some(mut element) = self.part(alias, "element") else { return Ok(String::new()) };
        // An alias of an alias is one of what that stands for.
        while element.is(&ALIAS)
            && !element.is(&CTE)
            && let Some(inner) = object(&element, "element")
        {
            element = inner;
        }
        let before = self.enclosing.clone();
        let is_lateral = alias.is(&LATERAL) || flag(alias, "lateral");
        if !is_lateral {
            // A subquery in FROM sees none of the tables beside it.
            self.enclosing.pop();
            self.enclosing.push(Vec::new());
        }
        let inner = if element.is(&SELECT_BASE) {
            self.source(&element).map(|it| format!("({it})"))
        } else {
            self.text_of_from(&element)
        };
        self.enclosing = before;
        let name = self.alias_name(alias);
        let lateral = if is_lateral { "LATERAL " } else { "" };
        let ordinality = if flag(alias, "with_ordinality") { " WITH ORDINALITY" } else { "" };
        let columns = match choice(alias, "derived") {
            Some(with_types) => self.derived_columns(alias, with_types)?,
            None => String::new(),
        };
        Ok(format!("{lateral}{}{ordinality} AS {name}{columns}", inner?))
    }

    /// The columns that a function gives, as its alias says them: `(key, value)`.
    fn derived_columns(&mut self, alias: &Rc<Object>, with_types: bool) -> Eval<String> {
        let mut texts = Vec::new();
        for column in from::columns_of(self.vm, alias) {
            let name = self.name_of_clause(&column);
            let ty = match e::type_of(&column).filter(|_| with_types) {
                Some(ty) => format!(" {}", self.type_text(&Value::Object(ty))?),
                None => String::new(),
            };
            texts.push(self.quote(&name) + &ty);
        }
        Ok(format!("({})", texts.join(", ")))
    }

    fn cte(&mut self, cte: &Rc<Object>) -> Eval<String> {
        let name = match text(cte, "name") {
            Some(name) => self.quote(&name),
            None => self.anonymous_name(cte, "anon"),
        };
        let known = self.ctes.iter().any(|(it, _)| Rc::ptr_eq(it, cte));
        let restated = self.ctes.iter().position(|(it, _)| {
            object(cte, "restates").is_some_and(|other| Rc::ptr_eq(it, &other))
        });
        let is_restated = self
            .ctes
            .iter()
            .any(|(it, _)| object(it, "restates").is_some_and(|other| Rc::ptr_eq(&other, cte)));
        if !known && !is_restated {
            // Its place is kept before its text is made, so that a recursive one finds itself.
            let at = restated.unwrap_or(self.ctes.len());
            let entry = (cte.clone(), String::new());
            if restated.is_some() {
                self.ctes.splice(at..=at, [entry]);
            } else {
                self.ctes.push(entry);
            }
            let Some(element) = self.part(cte, "element") else { return Ok(name) };
            let before = std::mem::replace(&mut self.enclosing, vec![Vec::new()]);
            let body = self.source(&element);
            self.enclosing = before;
            let columns = self.cte_columns(cte);
            let written = format!("{name}{columns} AS \n({})", body?);
            // Those that it reads are written before it.
            self.ctes.retain(|(it, _)| !Rc::ptr_eq(it, cte));
            self.ctes.push((cte.clone(), written));
        }
        Ok(name)
    }

    /// A recursive one says the names of its columns.
    fn cte_columns(&mut self, cte: &Rc<Object>) -> String {
        if !flag(cte, "recursive") {
            return String::new();
        }
        let columns = from::columns_of(self.vm, cte);
        let names: Vec<_> = columns
            .iter()
            .filter_map(|it| text(it.as_object()?, "name"))
            .map(|it| self.quote(&it))
            .collect();
        format!("({})", names.join(", "))
    }

    fn join(&mut self, join: &Rc<Object>) -> Eval<String> {
        let (Some(left), Some(right)) = (self.part(join, "left"), self.part(join, "right")) else {
            return Ok(String::new());
        };
        let left = self.text_of_from(&left)?;
        let nested = right.is(&JOIN);
        let right = self.text_of_from(&right)?;
        let right = if nested { format!("({right})") } else { right };
        let word = match (flag(join, "full"), flag(join, "isouter")) {
            (true, _) => " FULL OUTER JOIN ",
            (false, true) => " LEFT OUTER JOIN ",
            (false, false) if self.dialect().name == "mysql" => " INNER JOIN ",
            (false, false) => " JOIN ",
        };
        let condition = field(join, "onclause");
        let condition = match self.condition(&condition)? {
            Some(compared) => compared,
            None => self.text(&condition)?,
        };
        Ok(format!("{left}{word}{right} ON {condition}"))
    }

    fn values(&mut self, values: &Rc<Object>) -> Eval<String> {
        let mut rows = Vec::new();
        for row in items(values, "rows") {
            let texts = self.list(&items_of(&row))?;
            rows.push(format!("({})", texts.join(", ")));
        }
        let written = format!("VALUES {}", rows.join(", "));
        let Some(name) = text(values, "name") else { return Ok(format!("({written})")) };
        let columns: Vec<_> = items(values, "columns")
            .iter()
            .filter_map(|it| text(it.as_object()?, "name"))
            .map(|it| self.quote(&it))
            .collect();
        Ok(format!("({written}) AS {} ({})", self.quote(&name), columns.join(", ")))
    }
}

/// The tables that a join is made of.
pub(super) fn parts_of_join(join: &Rc<Object>, found: &mut Vec<Value>) {
    for side in [field(join, "left"), field(join, "right")] {
        if let Some(inner) = of(&side, &JOIN) {
            parts_of_join(inner, found);
        }
        found.push(side);
    }
}

/// Whether a lone condition is one that `SQLAlchemy` writes in parentheses.
pub(super) fn stands_in_parentheses(condition: &Value) -> bool {
    of(condition, &e::BINARY).is_some_and(|it| flag(it, "grouped"))
}
