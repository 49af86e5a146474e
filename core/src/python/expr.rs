//! Expressions.

use crate::diagnostic::code;
use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr};

use super::generator::{self, RETURNED};
use super::operator::{binary_operator, unary_operator};
use super::scope::{Frame, Scope, ScopeKind};
use super::stmt::span_of;
use super::value::{Dict, Value};
use super::vm::{Eval, Stop, Vm};

impl Vm<'_> {
    pub(super) fn expr(&mut self, frame: &mut Frame<'_>, expr: &Expr) -> Eval {
        match expr {
            Expr::Name(name) => self.name(frame, &name.id),
            Expr::StringLiteral(it) => Ok(Value::str(it.value.to_str())),
            Expr::NoneLiteral(_) => Ok(Value::None),
            Expr::BooleanLiteral(it) => Ok(Value::Bool(it.value)),
            Expr::NumberLiteral(it) => self.number(&it.value),
            Expr::EllipsisLiteral(_) => Ok(Value::Ellipsis),
            _ => self.deeper(|vm| vm.compound(frame, expr)),
        }
    }

    fn compound(&mut self, frame: &mut Frame<'_>, expr: &Expr) -> Eval {
        match expr {
            Expr::Call(it) => self.call_expr(frame, it),
            Expr::Attribute(it) => self.attribute_expr(frame, it),
            Expr::Subscript(it) => self.subscript(frame, it),
            Expr::BinOp(it) => self.bin_op(frame, it),
            Expr::BoolOp(it) => self.bool_op(frame, it),
            Expr::UnaryOp(it) => self.unary_op(frame, it),
            Expr::Compare(it) => self.compare_expr(frame, it),
            Expr::If(it) => self.if_expr(frame, it),
            Expr::Tuple(it) => self.display(frame, &it.elts).map(Value::tuple),
            Expr::List(it) => self.display(frame, &it.elts).map(Value::list),
            Expr::Set(it) => self.set_display(frame, it),
            Expr::Dict(it) => self.dict_display(frame, it),
            Expr::FString(it) => self.f_string(frame, it),
            Expr::BytesLiteral(it) => Ok(Value::Bytes(it.value.bytes().collect())),
            Expr::Lambda(it) => self.lambda(frame, it),
            Expr::ListComp(it) => self.list_comp(frame, &it.elt, &it.generators),
            Expr::Generator(it) => self.generator_comp(frame, it),
            Expr::SetComp(it) => self.set_comp(frame, it),
            Expr::DictComp(it) => self.dict_comp(frame, it),
            Expr::Named(it) => self.named(frame, it),
            Expr::Starred(it) => self.expr(frame, &it.value),
            Expr::Slice(it) => self.slice_expr(frame, it),
            Expr::Yield(it) => self.yield_expr(frame, it),
            Expr::YieldFrom(it) => self.yield_from(frame, it),
            Expr::Await(_) => Ok(self.unknown(code::UNFOLLOWED_CALL, "what is awaited")),
            Expr::TString(_) => Ok(self.unknown(code::UNFOLLOWED_CALL, "a template string")),
            Expr::IpyEscapeCommand(_) => Ok(Value::None),
            _ => self.expr(frame, expr),
        }
    }

    fn name(&mut self, frame: &mut Frame<'_>, name: &str) -> Eval {
        if let Some(value) = frame.scope.names.borrow().get(name)
            && frame.scope.source.is_none()
        {
            return Ok(value.clone());
        }
        let scope = frame.scope.clone();
        match self.lookup(&scope, name)? {
            Some(value) => Ok(value),
            None => Err(self.name_error(name)),
        }
    }

    pub(super) fn name_error(&mut self, name: &str) -> Stop {
        self.raise("NameError", format!("name '{name}' is not defined"))
    }

    fn number(&mut self, number: &ast::Number) -> Eval {
        Ok(match number {
            ast::Number::Int(int) => match int.to_string().parse() {
                Ok(int) => Value::Int(int),
                Err(_) => self.unknown(code::UNFOLLOWED_CALL, "a number beyond 128 bits"),
            },
            ast::Number::Float(float) => Value::Float(*float),
            ast::Number::Complex { .. } => self.unknown(code::UNFOLLOWED_CALL, "a complex number"),
        })
    }

    fn bin_op(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprBinOp) -> Eval {
        // A chain of a hundred `+` nests to the left a hundred deep; it is walked, not recursed.
        let mut chain = vec![expr];
        let mut leftmost = &*expr.left;
        while let Expr::BinOp(inner) = leftmost {
            chain.push(inner);
            leftmost = &inner.left;
        }
        let mut left = self.expr(frame, leftmost)?;
        while let Some(link) = chain.pop() {
            self.step()?;
            let right = self.expr(frame, &link.right)?;
            left = self.operate(binary_operator(link.op), &left, &right)?;
        }
        Ok(left)
    }

    fn bool_op(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprBoolOp) -> Eval {
        let mut last = Value::None;
        for (idx, operand) in expr.values.iter().enumerate() {
            last = self.expr(frame, operand)?;
            match self.truth_or_why(&last)? {
                Err(unknown) => {
                    return self.bool_op_unknown(frame, expr, idx, &unknown);
                }
                Ok(truth) if truth == (expr.op == ast::BoolOp::Or) => return Ok(last),
                Ok(_) => {}
            }
        }
        Ok(last)
    }

    /// `unknown and x`, `unknown or x`: what follows may be evaluated or not, and may still decide
    /// the answer: `unknown and False` is false.
    fn bool_op_unknown(
        &mut self,
        frame: &mut Frame<'_>,
        expr: &ast::ExprBoolOp,
        idx: usize,
        unknown: &Rc<super::value::Unknown>,
    ) -> Eval {
        let rest = expr.values.get(idx + 1..).unwrap_or_default();
        let span = span_of(frame, expr);
        let decided = self.maybe_value(frame, unknown, span, |vm, frame| {
            for operand in rest {
                let value = vm.expr(frame, operand)?;
                if vm.truth(&value)? == Some(expr.op == ast::BoolOp::Or) {
                    return Ok(Some(value));
                }
            }
            Ok(None)
        })?;
        Ok(match decided.flatten() {
            Some(value @ Value::Bool(_)) => value,
            _ => Value::Unknown(unknown.clone()),
        })
    }

    fn unary_op(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprUnaryOp) -> Eval {
        let operand = self.expr(frame, &expr.operand)?;
        match unary_operator(expr.op) {
            Some(operator) => self.operate(operator, &operand, &Value::None),
            None => Ok(match self.truth_or_why(&operand)? {
                Ok(truth) => Value::Bool(!truth),
                Err(unknown) => Value::Unknown(unknown),
            }),
        }
    }

    fn compare_expr(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprCompare) -> Eval {
        let mut left = self.expr(frame, &expr.left)?;
        let mut res = Value::Bool(true);
        for (op, right) in expr.ops.iter().zip(&expr.comparators) {
            let right = self.expr(frame, right)?;
            res = self.compare(*op, &left, &right)?;
            if expr.ops.len() > 1 && self.truth(&res)? != Some(true) {
                return Ok(res);
            }
            left = right;
        }
        Ok(res)
    }

    fn if_expr(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprIf) -> Eval {
        let condition = self.expr(frame, &expr.test)?;
        match self.truth_or_why(&condition)? {
            Ok(true) => self.expr(frame, &expr.body),
            Ok(false) => self.expr(frame, &expr.orelse),
            Err(unknown) => {
                let span = span_of(frame, expr);
                let one = self
                    .maybe_value(frame, &unknown, span, |vm, frame| vm.expr(frame, &expr.body))?;
                let other = self
                    .maybe_value(frame, &unknown, span, |vm, frame| vm.expr(frame, &expr.orelse))?;
                Ok(self.join(&unknown, one, other))
            }
        }
    }

    /// The items of a list, tuple or set as written, stars included.
    pub(super) fn display(&mut self, frame: &mut Frame<'_>, elts: &[Expr]) -> Eval<Vec<Value>> {
        let mut items = Vec::with_capacity(elts.len());
        for elt in elts {
            match elt {
                Expr::Starred(it) => {
                    let value = self.expr(frame, &it.value)?;
                    match value {
                        Value::Unknown(_) => items.push(value),
                        value => items.extend(self.iterate_at_once(&value)?),
                    }
                }
                elt => items.push(self.expr(frame, elt)?),
            }
        }
        for item in &items {
            self.put(item)?;
        }
        Ok(items)
    }

    fn set_display(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprSet) -> Eval {
        let items = self.display(frame, &expr.elts)?;
        self.set_of(items)
    }

    fn dict_display(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprDict) -> Eval {
        let mut dict = Dict::default();
        for item in &expr.items {
            match &item.key {
                Some(key) => {
                    let key = self.expr(frame, key)?;
                    let value = self.expr(frame, &item.value)?;
                    self.put(&value)?;
                    dict.insert(self.key(&key)?, key, value);
                }
                None => {
                    let value = self.expr(frame, &item.value)?;
                    if value.is_unknown() {
                        return Ok(value);
                    }
                    self.update_dict(&mut dict, &value)?;
                }
            }
        }
        self.spend(dict.len())?;
        Ok(Value::dict(dict))
    }

    fn list_comp(
        &mut self,
        frame: &mut Frame<'_>,
        elt: &Expr,
        generators: &[ast::Comprehension],
    ) -> Eval {
        let mut items = Vec::new();
        let unknown = self.comprehend(frame, generators, &mut |vm, frame| {
            let item = vm.expr(frame, elt)?;
            vm.put(&item)?;
            items.push(item);
            Ok(())
        })?;
        Ok(unknown.unwrap_or_else(|| Value::list(items)))
    }

    fn generator_comp(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprGenerator) -> Eval {
        let emitted = self.emitted;
        let items = match self.list_comp(frame, &expr.elt, &expr.generators)? {
            Value::List(items) => items.take(),
            unknown => return Ok(unknown),
        };
        let iterator = self.iterator(items);
        if let Value::Object(iterator) = &iterator {
            self.note_effects(iterator, emitted);
        }
        Ok(iterator)
    }

    fn set_comp(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprSetComp) -> Eval {
        let items = self.list_comp(frame, &expr.elt, &expr.generators)?;
        match items {
            Value::List(items) => self.set_of(items.take()),
            unknown => Ok(unknown),
        }
    }

    fn dict_comp(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprDictComp) -> Eval {
        let mut dict = Dict::default();
        let unknown = self.comprehend(frame, &expr.generators, &mut |vm, frame| {
            let Some(key) = &expr.key else { return Ok(()) };
            let key = vm.expr(frame, key)?;
            let value = vm.expr(frame, &expr.value)?;
            dict.insert(vm.key(&key)?, key, value);
            vm.spend(2)
        })?;
        Ok(unknown.unwrap_or_else(|| Value::dict(dict)))
    }

    /// Runs `each` for every item that a comprehension keeps. If nobody can know which those are,
    /// that is returned.
    fn comprehend(
        &mut self,
        frame: &mut Frame<'_>,
        generators: &[ast::Comprehension],
        each: &mut Each<'_>,
    ) -> Eval<Option<Value>> {
        let Some((first, _)) = generators.split_first() else { return Ok(None) };
        let outermost = self.expr(frame, &first.iter)?;
        // What a class body names is seen by its first iterable only.
        let around = frame.scope.for_functions();
        let scope = Scope::new(ScopeKind::Comprehension, Some(around));
        let mut inner = Frame::new(scope, frame.file);
        self.places.push(span_of(frame, first));
        let res = self.comprehend_over(&mut inner, generators, outermost, each);
        self.places.pop();
        res
    }

    fn comprehend_over(
        &mut self,
        frame: &mut Frame<'_>,
        generators: &[ast::Comprehension],
        iterated: Value,
        each: &mut Each<'_>,
    ) -> Eval<Option<Value>> {
        let Some((generator, rest)) = generators.split_first() else { return Ok(None) };
        let iterated = self.known_under("__iter__", iterated)?;
        if let Value::Unknown(unknown) = &iterated {
            let span = span_of(frame, generator);
            let row = iterated.clone();
            self.dry(frame, unknown, span, |vm, frame| {
                vm.assign(frame, &generator.target, row)?;
                vm.comprehend_item(frame, generator, rest, each).map(|_| ())
            })?;
            return Ok(Some(iterated));
        }
        let mut iteration = self.iteration(&iterated)?;
        while let Some(item) = self.next_item(&mut iteration)? {
            self.step()?;
            self.assign(frame, &generator.target, item)?;
            let unknown = self.comprehend_item(frame, generator, rest, each)?;
            if unknown.is_some() {
                return Ok(unknown);
            }
        }
        Ok(None)
    }

    fn comprehend_item(
        &mut self,
        frame: &mut Frame<'_>,
        generator: &ast::Comprehension,
        rest: &[ast::Comprehension],
        each: &mut Each<'_>,
    ) -> Eval<Option<Value>> {
        for condition in &generator.ifs {
            let condition = self.expr(frame, condition)?;
            match self.truth_or_why(&condition)? {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(unknown) => return Ok(Some(Value::Unknown(unknown))),
            }
        }
        match rest.first() {
            None => each(self, frame).map(|()| None),
            Some(next) => {
                let iterated = self.expr(frame, &next.iter)?;
                self.comprehend_over(frame, rest, iterated, each)
            }
        }
    }

    fn named(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprNamed) -> Eval {
        let value = self.expr(frame, &expr.value)?;
        if let Expr::Name(name) = &*expr.target {
            frame.scope.around_comprehensions().set(&name.id, value.clone());
        }
        Ok(value)
    }

    fn yield_expr(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprYield) -> Eval {
        let value = match &expr.value {
            Some(value) => self.expr(frame, value)?,
            None => Value::None,
        };
        self.yielded(frame, value)
    }

    fn yield_from(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprYieldFrom) -> Eval {
        let iterated = self.expr(frame, &expr.value)?;
        if iterated.is_unknown() {
            return self.yielded(frame, iterated);
        }
        if let Some(generator) = generator::held_only_by(&iterated)
            && let Some(on_yield) = &mut frame.on_yield
        {
            return self.hand_through(generator, on_yield);
        }
        for item in self.iterate_at_once(&iterated)? {
            self.yielded(frame, item)?;
        }
        Ok(iterated.field(RETURNED))
    }

    fn yielded(&mut self, frame: &mut Frame<'_>, value: Value) -> Eval {
        match &mut frame.on_yield {
            Some(on_yield) => on_yield(self, value),
            None => Ok(Value::None),
        }
    }
}

/// What a comprehension does with each item it keeps.
type Each<'e> = dyn FnMut(&mut Vm<'_>, &mut Frame<'_>) -> Eval<()> + 'e;
