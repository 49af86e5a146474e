//! INSERT, UPDATE and DELETE as text.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::dml::{DELETE, INSERT, UPDATE, name_of};
use super::super::expression::from::{self, TABLE_CLAUSE};
use super::super::expression::label::Named;
use super::super::expression::{element as e, select::SELECT_BASE};
use super::super::fields::{entries, field, flag, items, items_of, items_or_one, object, text};
use super::super::schema::default;
use super::super::schema::lower::autoincrement_column;
use super::super::schema::reflect::{self, PARTLY_KNOWN};
use super::super::schema::sequence::SEQUENCE;
use super::super::schema::table;
use super::super::schema::table::{TABLE, primary_columns};
use super::{Compiler, Unbound, Visitors, mysql};
use crate::diagnostic::code;
use crate::python::class::Object;
use crate::python::host::Mode;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// How each kind of statement is written.
pub(super) static VISITORS: Visitors = &[
    (&INSERT, |it, object| it.insert(object)),
    (&UPDATE, |it, object| it.update(object)),
    (&DELETE, |it, object| it.delete(object)),
];

impl Compiler<'_, '_> {
    fn insert(&mut self, insert: &Rc<Object>) -> Eval<String> {
        let Some(table) = self.part(insert, "table") else { return Ok(String::new()) };
        let name = self.table_name(&table);
        let mut out = format!("INSERT {}INTO {name}", self.prefixes(insert));
        out.push_str(&self.inserted(insert, &table)?);
        out.push_str(&self.on_conflict(insert, &table)?);
        out.push_str(&self.on_duplicate(insert)?);
        let said = self.returning(insert)?;
        out.push_str(&if said.is_empty() { self.key_returned(insert, &table) } else { said });
        Ok(self.with_ctes(out))
    }

    /// The words behind the first one of a statement.
    fn prefixes(&mut self, statement: &Rc<Object>) -> String {
        let prefixes = items(statement, "_prefixes");
        prefixes.iter().map(|it| self.plain(it) + " ").collect()
    }

    /// `SQLAlchemy` asks PostgreSQL for the primary key that the database gives to a single row.
    fn key_returned(&mut self, insert: &Rc<Object>, table: &Rc<Object>) -> String {
        let is_single = !self.many
            && !flag(insert, "_inline")
            && object(insert, "_select").is_none()
            && items(insert, "_rows").is_empty();
        if !is_single || !table.is(&TABLE) || self.dialect().name != "postgresql" {
            return String::new();
        }
        let given = items(insert, "_values");
        // Without values there is a parameter for each column.
        let says_nothing = self.unbound != Unbound::Name || flag(insert, "_says_values");
        if given.is_empty() && self.parameters.is_empty() && !says_nothing {
            return String::new();
        }
        let said: Vec<(String, bool)> = match given.is_empty() {
            true => self.parameters.iter().map(|(it, _)| (it.clone(), false)).collect(),
            false => given.iter().filter_map(said_value).collect(),
        };
        let key = primary_columns(table);
        let counting = autoincrement_column(table, &key);
        let name = self.table_name(table);
        // A flush asks for what else the database gave, too.
        let is_filled = |it: &&Rc<Object>| {
            flag(insert, "_is_flushed")
                && ["server_default", "computed", "identity"]
                    .iter()
                    .any(|name| !field(it, name).is_none())
        };
        let columns = items(table, "_columns");
        let columns = columns.iter().filter_map(Value::as_object);
        let asked = columns.filter(|it| is_filled(it) || key.iter().any(|key| Rc::ptr_eq(key, it)));
        let returned = asked.filter_map(|column| {
            let own = text(column, "name")?;
            let counts = || counting.as_ref().is_some_and(|it| Rc::ptr_eq(it, column));
            let is_returned = match said.iter().find(|(it, _)| *it == own) {
                Some((_, is_expression)) => *is_expression,
                None if field(column, "default").as_object().is_some_and(|it| it.is(&SEQUENCE)) => {
                    true
                }
                None if !field(column, "default").is_none() => false,
                None => {
                    counts() || is_filled(&column) || !field(column, "server_default").is_none()
                }
            };
            is_returned.then(|| format!("{name}.{}", self.quote(&own)))
        });
        let returned: Vec<String> = returned.collect();
        match returned.is_empty() {
            true => String::new(),
            false => format!(" RETURNING {}", returned.join(", ")),
        }
    }

    fn plain(&self, value: &Value) -> String {
        value.as_str().unwrap_or_default().to_owned()
    }

    /// The columns and rows of an INSERT.
    fn inserted(&mut self, insert: &Rc<Object>, table: &Rc<Object>) -> Eval<String> {
        if let Some(query) = object(insert, "_select") {
            let names: Vec<_> = items(insert, "_names").iter().filter_map(name_of).collect();
            let columns = from::columns_of(self.vm, table);
            let said: Vec<Value> = items(insert, "_names");
            let pairs: Vec<_> =
                said.into_iter().map(|it| Value::tuple([it, Value::None])).collect();
            if !self.unsaid(&columns, &pairs, "default")?.is_empty() {
                let reason = "the defaults of columns that an `INSERT` from a query leaves out";
                if let Value::Unknown(unknown) = self.vm.unknown(code::UNFOLLOWED_CALL, reason) {
                    self.note(&unknown);
                }
            }
            let names = self.dialect().quote_list(&names);
            return Ok(format!(" ({names}) {}", self.subquery(&query)?));
        }
        let mut rows: Vec<Vec<Value>> = items(insert, "_rows").iter().map(items_of).collect();
        let columns = from::columns_of(self.vm, table);
        for row in &mut rows {
            row.extend(self.unsaid(&columns, row, "default")?);
        }
        if let Some(first) = rows.first() {
            self.consumed(first, table, &columns)?;
            let order = in_table_order(first, &columns);
            let names: Vec<_> = order.iter().filter_map(|it| pair(it).0).collect();
            let mut texts = Vec::new();
            for row in &rows {
                let mut values = Vec::new();
                for name in &names {
                    let value = row.iter().map(pair).find(|(it, _)| it.as_ref() == Some(name));
                    let Some((_, value)) = value else {
                        return Err(self.lacks_value(table, name));
                    };
                    values.push(self.assigned(table, &columns, name, &value)?);
                }
                texts.push(format!("({})", values.join(", ")));
            }
            let names = self.dialect().quote_list(&names);
            return Ok(format!(" ({names}) VALUES {}", texts.join(", ")));
        }
        let said = items(insert, "_values");
        self.consumed(&said, table, &columns)?;
        let says_nothing = self.unbound != Unbound::Name || flag(insert, "_says_values");
        let mut given = self.with_parameters_of(said, table, &columns);
        if given.is_empty() && self.parameters.is_empty() && !says_nothing {
            given = self.a_parameter_each(&columns);
        }
        given.extend(self.unsaid(&columns, &given, "default")?);
        if given.is_empty() {
            return Ok(" DEFAULT VALUES".to_owned());
        }
        let order = in_table_order(&given, &columns);
        let mut names = Vec::new();
        let mut texts = Vec::new();
        for it in &order {
            let (Some(name), value) = pair(it) else { continue };
            texts.push(self.assigned(table, &columns, &name, &value)?);
            names.push(name);
        }
        let names = self.dialect().quote_list(&names);
        Ok(format!(" ({names}) VALUES ({})", texts.join(", ")))
    }

    /// The error of a row among several that leaves out what the first one says.
    fn lacks_value(&mut self, table: &Rc<Object>, column: &str) -> crate::python::vm::Stop {
        let message = format!(
            "INSERT value for column {}.{column} is explicitly rendered as a boundparameter in the \
             VALUES clause; a Python-side value or SQL expression is required",
            text(table, "name").unwrap_or_default()
        );
        exc::raise(self.vm, &exc::COMPILE_ERROR, message)
    }

    /// Refuses values of columns that the table does not have.
    fn consumed(&mut self, given: &[Value], table: &Rc<Object>, columns: &[Value]) -> Eval<()> {
        if !is_whole(table, columns) {
            return Ok(());
        }
        let names: Vec<_> = columns.iter().filter_map(name_of).collect();
        let said = given.iter().filter_map(|it| items_of(it).first()?.as_str().map(str::to_owned));
        let mut left: Vec<String> = said.filter(|it| !names.contains(it)).collect();
        left.sort();
        match left.is_empty() {
            true => Ok(()),
            false => {
                let message = format!("Unconsumed column names: {}", left.join(", "));
                Err(exc::raise(self.vm, &exc::COMPILE_ERROR, message))
            }
        }
    }

    /// What the application itself gives to the columns that a statement does not say: pairs of
    /// column and value. `kind` is the field that has it.
    fn unsaid(&mut self, columns: &[Value], given: &[Value], kind: &str) -> Eval<Vec<Value>> {
        let said: Vec<_> = given.iter().filter_map(|it| pair(it).0).collect();
        let mut found = Vec::new();
        for column in columns {
            let Some(name) = name_of(column).filter(|it| !said.contains(it)) else { continue };
            let given = column.field(kind);
            if !given.is_none() {
                let value = default::value_of(self.vm, &name, &given)?;
                found.push(Value::tuple([Value::str(name), value]));
            }
        }
        Ok(found)
    }

    /// The values of an INSERT or UPDATE with those that it is sent with: a parameter named as a
    /// column is its value, and no other says one.
    fn with_parameters_of(
        &self,
        mut given: Vec<Value>,
        table: &Rc<Object>,
        columns: &[Value],
    ) -> Vec<Value> {
        let is_column = |name: &str| {
            !is_whole(table, columns)
                || columns.iter().any(|it| name_of(it).as_deref() == Some(name))
        };
        for (name, value) in self.parameters.iter().filter(|(name, _)| is_column(name)) {
            let value = Value::tuple([Value::str(name), value.clone()]);
            match given.iter_mut().find(|it| pair(it).0.as_deref() == Some(name)) {
                Some(said) if is_plain(&pair(said).1) => *said = value,
                Some(_) => {}
                None => given.push(value),
            }
        }
        given
    }

    /// A parameter for each column, as a statement without values has them.
    fn a_parameter_each(&mut self, columns: &[Value]) -> Vec<Value> {
        let mut pairs = Vec::new();
        for column in columns.iter().filter_map(Value::as_object) {
            let key = field(column, "name");
            let ty = field(column, "type");
            let fields = [("key", key.clone()), ("type", ty), ("of_column", Value::Bool(true))];
            let bind = self.vm.instance(&e::BIND_PARAMETER, fields);
            pairs.push(Value::tuple([key, Value::Object(bind)]));
        }
        pairs
    }

    /// The value of a column: with the column's type, and in parentheses if it is more than that.
    fn assigned(
        &mut self,
        table: &Rc<Object>,
        columns: &[Value],
        name: &str,
        value: &Value,
    ) -> Eval<String> {
        let column = columns.iter().find(|it| name_of(it).as_deref() == Some(name)).cloned();
        // An array is written otherwise than JSON is, and the type of such a column nobody says.
        let is_composed = matches!(value, Value::List(_) | Value::Tuple(_) | Value::Dict(_));
        if column.is_none() && is_composed && flag(table, PARTLY_KNOWN) {
            let rest = reflect::rest_of(self.vm, &table::name_of(table));
            return self.literal(&rest, None);
        }
        let ty = column.as_ref().and_then(e::type_of);
        let value = match value {
            Value::Object(it) if it.is(&SELECT_BASE) => {
                return Ok(format!("({})", self.subquery(it)?));
            }
            Value::Object(it) if it.is(&e::CLAUSE_ELEMENT) => value.clone(),
            Value::Object(_) => super::super::expression::element::expression_of(self.vm, value)?,
            plain => plain.clone(),
        };
        match &value {
            Value::Object(it)
                if it.is(&e::BIND_PARAMETER)
                    && object(it, "type")
                        .is_none_or(|it| it.is(&super::super::types::generic::NULL_TYPE)) =>
            {
                match it.field("value") {
                    Some(plain) => self.of_column(&plain, column.as_ref(), ty.as_ref()),
                    None => self.text(&value),
                }
            }
            Value::Object(it) if it.is(&e::CLAUSE_ELEMENT) => self.self_grouped(&value),
            plain => self.of_column(plain, column.as_ref(), ty.as_ref()),
        }
    }

    /// A plain value of a column. Without a driver, a column of no type has no text for any.
    fn of_column(
        &mut self,
        value: &Value,
        column: Option<&Value>,
        ty: Option<&Rc<Object>>,
    ) -> Eval<String> {
        let has_type = ty.is_some_and(|it| !it.is(&super::super::types::generic::NULL_TYPE));
        let is_known = column.is_some() && !value.is_none() && !value.is_unknown();
        if is_known && !has_type && self.vm.host.mode() == Mode::Offline {
            return Err(self.no_renderer(value, "NULL")?);
        }
        self.literal(value, ty)
    }

    fn update(&mut self, update: &Rc<Object>) -> Eval<String> {
        let Some(table) = self.part(update, "table") else { return Ok(String::new()) };
        let own = Value::Object(table.clone());
        let mut found = vec![own.clone()];
        for clause in items(update, "_where") {
            from::froms_of(&clause, &mut found);
        }
        for it in items(update, "_values") {
            from::froms_of(&pair(&it).1, &mut found);
        }
        self.enclosing.push(found.clone());
        let res = self.update_parts(update, &table, found.get(1..).unwrap_or_default());
        self.enclosing.pop();
        let body = res?;
        Ok(self.with_ctes(body))
    }

    fn update_parts(
        &mut self,
        update: &Rc<Object>,
        table: &Rc<Object>,
        others: &[Value],
    ) -> Eval<String> {
        let name = self.text_of_from(table)?;
        let columns = from::columns_of(self.vm, table);
        let said = items(update, "_values");
        if others.is_empty() {
            self.consumed(&said, table, &columns)?;
        }
        let mut given = self.with_parameters_of(said, table, &columns);
        if given.is_empty() && self.parameters.is_empty() {
            given = self.a_parameter_each(&columns);
        }
        given.extend(self.unsaid(&columns, &given, "onupdate")?);
        let beside = self.dialect().name == "mysql" && !others.is_empty();
        let prefix = if beside { format!("{name}.") } else { String::new() };
        let mut sets = Vec::new();
        for it in in_table_order(&given, &columns) {
            let (Some(name), value) = pair(&it) else { continue };
            let value = self.assigned(table, &columns, &name, &value)?;
            sets.push(format!("{prefix}{}={value}", self.quote(&name)));
        }
        let tables = if beside { mysql::updated_tables(self, &name, others)? } else { name };
        let prefixes = self.prefixes(update);
        let mut out = format!("UPDATE {prefixes}{tables} SET {}", sets.join(", "));
        if !others.is_empty() && !beside {
            out.push_str(&format!(" FROM {}", self.texts_of_froms(others)?.join(", ")));
        }
        out.push_str(&self.conditions(update, "_where", " WHERE ")?);
        out.push_str(&self.limit_of_rows(update)?);
        out.push_str(&self.returning(update)?);
        Ok(out)
    }

    /// How many rows a statement changes at most, where the dialect has it.
    fn limit_of_rows(&mut self, statement: &Rc<Object>) -> Eval<String> {
        let option = format!("{}_limit", self.dialect().name);
        match field(statement, &option) {
            Value::None => Ok(String::new()),
            rows => Ok(format!(" LIMIT {}", self.vm.to_text(&rows)?)),
        }
    }

    fn delete(&mut self, delete: &Rc<Object>) -> Eval<String> {
        let Some(table) = self.part(delete, "table") else { return Ok(String::new()) };
        let own = Value::Object(table.clone());
        let mut found = vec![own];
        for clause in items(delete, "_where") {
            from::froms_of(&clause, &mut found);
        }
        self.enclosing.push(found.clone());
        let res = self.delete_parts(delete, &table, found.get(1..).unwrap_or_default());
        self.enclosing.pop();
        let body = res?;
        Ok(self.with_ctes(body))
    }

    fn delete_parts(
        &mut self,
        delete: &Rc<Object>,
        table: &Rc<Object>,
        others: &[Value],
    ) -> Eval<String> {
        let name = self.text_of_from(table)?;
        let mut out = format!("DELETE {}FROM {name}", self.prefixes(delete));
        if !others.is_empty() {
            let mut texts = match self.dialect().name {
                "mysql" => vec![name],
                "sqlite" => {
                    let message =
                        "This backend does not support multiple-table criteria within DELETE";
                    return Err(self.vm.raise("NotImplementedError", message));
                }
                _ => Vec::new(),
            };
            texts.extend(self.texts_of_froms(others)?);
            out.push_str(&format!(" USING {}", texts.join(", ")));
        }
        out.push_str(&self.conditions(delete, "_where", " WHERE ")?);
        out.push_str(&self.limit_of_rows(delete)?);
        out.push_str(&self.returning(delete)?);
        Ok(out)
    }

    fn returning(&mut self, statement: &Rc<Object>) -> Eval<String> {
        let qualified = self.dialect().name != "sqlite";
        let mut texts = Vec::new();
        let mut named = Named::default();
        for column in items(statement, "_returning") {
            match column.as_object().cloned() {
                Some(it) if it.is(&TABLE_CLAUSE) => {
                    let columns = from::columns_of(self.vm, &it);
                    texts.extend(self.with_qualified(qualified, |it| it.list(&columns))?);
                }
                _ => {
                    let label = self.label_of(&mut named, &column, false);
                    let written = self.with_qualified(qualified, |it| it.text(&column))?;
                    texts.push(match label {
                        Some(name) => format!("{written} AS {name}"),
                        None => written,
                    });
                }
            }
        }
        Ok(if texts.is_empty() {
            String::new()
        } else {
            format!(" RETURNING {}", texts.join(", "))
        })
    }

    /// `ON CONFLICT (a) DO UPDATE SET b = excluded.b`.
    fn on_conflict(&mut self, insert: &Rc<Object>, table: &Rc<Object>) -> Eval<String> {
        if !flag(insert, "_conflict") {
            return Ok(String::new());
        }
        let mut out = " ON CONFLICT".to_owned();
        let elements = items_or_one(&field(insert, "_conflict_index_elements"));
        match field(insert, "_conflict_constraint") {
            Value::Str(name) => out.push_str(&format!(" ON CONSTRAINT {}", self.quote(&name))),
            Value::Object(it) => {
                if let Some(name) = text(&it, "name") {
                    out.push_str(&format!(" ON CONSTRAINT {}", self.quote(&name)));
                }
            }
            _ if !elements.is_empty() => {
                let names: Vec<_> = elements.iter().filter_map(name_of).collect();
                out.push_str(&format!(" ({})", self.dialect().quote_list(&names)));
                let condition = field(insert, "_conflict_index_where");
                if !condition.is_none() {
                    out.push_str(&format!(" WHERE {}", self.ddl_expression(&condition)?));
                }
            }
            _ => {}
        }
        let set = field(insert, "_conflict_set_");
        let pairs = match &set {
            Value::Dict(dict) => dict
                .borrow()
                .iter()
                .map(|(key, it)| Value::tuple([key.clone(), it.clone()]))
                .collect(),
            _ => Vec::new(),
        };
        if pairs.is_empty() {
            return Ok(out + " DO NOTHING");
        }
        let columns = from::columns_of(self.vm, table);
        let mut sets = Vec::new();
        for it in in_table_order(&pairs, &columns) {
            let (Some(name), value) = pair(&it) else { continue };
            let value = self.assigned(table, &columns, &name, &value)?;
            sets.push(format!("{} = {value}", self.quote(&name)));
        }
        out.push_str(&format!(" DO UPDATE SET {}", sets.join(", ")));
        let condition = field(insert, "_conflict_where");
        if !condition.is_none() {
            out.push_str(&format!(" WHERE {}", self.text(&condition)?));
        }
        Ok(out)
    }

    fn on_duplicate(&mut self, insert: &Rc<Object>) -> Eval<String> {
        let pairs = entries(&field(insert, "_duplicate"));
        mysql::on_duplicate(self, pairs)
    }
}

/// The column that a value is for, and whether the value is more than a value.
fn said_value(it: &Value) -> Option<(String, bool)> {
    let (name, value) = pair(it);
    let is_expression = value
        .as_object()
        .is_some_and(|it| super::element::is_expression(it) && !it.is(&e::BIND_PARAMETER));
    Some((name?, is_expression))
}

/// A pair of column and value, by the column's name.
fn pair(value: &Value) -> (Option<String>, Value) {
    let [column, value] = items_of(value).try_into().unwrap_or([Value::None, Value::None]);
    (name_of(&column), value)
}

/// Whether all columns of a table are known.
fn is_whole(table: &Rc<Object>, columns: &[Value]) -> bool {
    !flag(table, PARTLY_KNOWN)
        && items(table, "_unknown").is_empty()
        && columns.iter().all(|it| name_of(it).is_some())
}

/// Whether a value is no expression.
fn is_plain(value: &Value) -> bool {
    value.as_object().is_none_or(|it| !it.is(&e::CLAUSE_ELEMENT))
}

/// Pairs of column and value in the order of the table's columns; those of no column last.
fn in_table_order(pairs: &[Value], columns: &[Value]) -> Vec<Value> {
    let place = |it: &Value| {
        let name = pair(it).0;
        let named = |column: &Value| name.is_some() && name_of(column) == name;
        columns.iter().position(named).unwrap_or(columns.len())
    };
    let mut ordered = pairs.to_vec();
    ordered.sort_by_key(place);
    ordered
}
