//! Binding: targets of assignments, loops and `with`, and what `del` unbinds.

use ruff_python_ast::{self as ast, Expr};

use super::operator::binary_operator;
use super::scope::Frame;
use super::stmt::Flow;
use super::value::Value;
use super::vm::{Eval, Vm};

impl Vm<'_> {
    pub(super) fn assign(
        &mut self,
        frame: &mut Frame<'_>,
        target: &Expr,
        value: Value,
    ) -> Eval<()> {
        match target {
            Expr::Name(name) => {
                frame.scope.set(&name.id, value);
                Ok(())
            }
            Expr::Attribute(it) => {
                let object = self.expr(frame, &it.value)?;
                self.set_attribute(&object, &it.attr, value)
            }
            Expr::Subscript(it) => {
                let object = self.expr(frame, &it.value)?;
                let key = self.expr(frame, &it.slice)?;
                self.set_item(&object, &key, value)
            }
            Expr::Tuple(it) => self.unpack(frame, &it.elts, value),
            Expr::List(it) => self.unpack(frame, &it.elts, value),
            Expr::Starred(it) => self.assign(frame, &it.value, value),
            _ => Ok(()),
        }
    }

    fn unpack(&mut self, frame: &mut Frame<'_>, targets: &[Expr], value: Value) -> Eval<()> {
        let value = self.known_under("__iter__", value)?;
        if value.is_unknown() {
            for target in targets {
                self.assign(frame, target, value.clone())?;
            }
            return Ok(());
        }
        let items = self.iterate(&value)?;
        let Some(star) = targets.iter().position(Expr::is_starred_expr) else {
            if items.len() != targets.len() {
                return Err(self.unpack_mismatch(targets.len(), items.len()));
            }
            return self.assign_each(frame, targets, items);
        };
        let after = targets.len() - star - 1;
        if items.len() < star + after {
            let message = format!(
                "not enough values to unpack (expected at least {}, got {})",
                star + after,
                items.len()
            );
            return Err(self.raise("ValueError", message));
        }
        let mut items = items;
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(star);
        items.push(Value::list(middle));
        items.extend(tail);
        self.assign_each(frame, targets, items)
    }

    fn assign_each(
        &mut self,
        frame: &mut Frame<'_>,
        targets: &[Expr],
        items: Vec<Value>,
    ) -> Eval<()> {
        for (target, item) in targets.iter().zip(items) {
            self.assign(frame, target, item)?;
        }
        Ok(())
    }

    fn unpack_mismatch(&mut self, wanted: usize, found: usize) -> super::vm::Stop {
        let message = if found < wanted {
            format!("not enough values to unpack (expected {wanted}, got {found})")
        } else {
            format!("too many values to unpack (expected {wanted})")
        };
        self.raise("ValueError", message)
    }

    pub(super) fn aug_assign(
        &mut self,
        frame: &mut Frame<'_>,
        stmt: &ast::StmtAugAssign,
    ) -> Eval<Flow> {
        let operator = binary_operator(stmt.op);
        match &*stmt.target {
            Expr::Attribute(it) => {
                let object = self.expr(frame, &it.value)?;
                let old = self.attribute(&object, &it.attr)?;
                let right = self.expr(frame, &stmt.value)?;
                let new = self.operate_in_place(operator, &old, &right)?;
                self.set_attribute(&object, &it.attr, new)?;
            }
            Expr::Subscript(it) => {
                let object = self.expr(frame, &it.value)?;
                let key = self.expr(frame, &it.slice)?;
                let old = self.item(&object, &key)?;
                let right = self.expr(frame, &stmt.value)?;
                let new = self.operate_in_place(operator, &old, &right)?;
                self.set_item(&object, &key, new)?;
            }
            target => {
                let old = self.expr(frame, target)?;
                let right = self.expr(frame, &stmt.value)?;
                let new = self.operate_in_place(operator, &old, &right)?;
                self.assign(frame, target, new)?;
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn delete(&mut self, frame: &mut Frame<'_>, target: &Expr) -> Eval<()> {
        match target {
            Expr::Name(name) => {
                let elsewhere = frame.scope.elsewhere.borrow().get(name.id.as_str()).cloned();
                let scope = elsewhere.unwrap_or_else(|| frame.scope.clone());
                if scope.names.borrow_mut().remove(&name.id).is_none() {
                    return Err(self.name_error(&name.id));
                }
                Ok(())
            }
            Expr::Attribute(it) => {
                let object = self.expr(frame, &it.value)?;
                self.delete_attribute(&object, &it.attr)
            }
            Expr::Subscript(it) => {
                let object = self.expr(frame, &it.value)?;
                let key = self.expr(frame, &it.slice)?;
                self.delete_item(&object, &key)
            }
            Expr::Tuple(it) => it.elts.iter().try_for_each(|it| self.delete(frame, it)),
            Expr::List(it) => it.elts.iter().try_for_each(|it| self.delete(frame, it)),
            _ => Ok(()),
        }
    }
}
