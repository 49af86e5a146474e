//! `Sequence`.

use std::rc::Rc;

use super::super::expression::function::named;
use super::super::fields::{field, make, text};
use super::super::types::named::Check;
use super::default::sequence_options;
use super::{MODULE, SCHEMA_ITEM};
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};
use crate::{catalog, op};

use super::super::compiler::Compiler;

pub static SEQUENCE: NativeClass = NativeClass {
    name: "Sequence",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, metadata=None, quote_schema=None, for_update=False",
    methods: &[
        Native { name: "create", params: "self, bind, checkfirst=True", call: create },
        Native { name: "drop", params: "self, bind, checkfirst=True", call: drop },
        Native { name: "next_value", params: "self", call: next_value },
    ],
    ..NativeClass::EMPTY
};

/// A sequence for the catalog.
pub fn lower(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<catalog::Sequence> {
    let ty = match field(this, "data_type") {
        Value::None => None,
        ty => Some(Compiler::new(vm).sql_type(&ty)?),
    };
    Ok(catalog::Sequence {
        name: name_of(this),
        ty,
        options: sequence_options(this),
        ..catalog::Sequence::default()
    })
}

fn name_of(this: &Rc<Object>) -> Name {
    Name::new(text(this, "schema").as_deref(), text(this, "name").unwrap_or_default())
}

fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object().cloned() {
        let check = Check::said(vm, args);
        emit_create(vm, &this, check)?;
    }
    Ok(Value::None)
}

/// Makes a sequence; asked first, only one that is not there.
pub fn emit_create(vm: &mut Vm<'_>, this: &Rc<Object>, check: Check) -> Eval<()> {
    let sequence = lower(vm, this)?;
    let there = vm.host.catalog().sequences.contains_key(&sequence.name.key());
    if check == Check::Never || !there {
        vm.emit(op::CreateSequence { sequence, if_not_exists: false }.into(), "Sequence.create");
    }
    Ok(())
}

fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object().cloned() {
        let name = name_of(&this);
        let there = vm.host.catalog().sequences.contains_key(&name.key());
        if Check::said(vm, args) == Check::Never || there {
            let drop = op::DropSequence { name, if_exists: false, cascade: false };
            vm.emit(drop.into(), "Sequence.drop");
        }
    }
    Ok(Value::None)
}

/// `next_value(...)`, which each dialect writes in its way.
fn next_value(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let made = named(vm, "next_value", Vec::new())?;
    if let Value::Object(it) = &made {
        let ty = make(vm, &super::super::types::generic::INTEGER_TYPE, []);
        it.set_field("type", Value::Object(ty));
        it.set_field("sequence", args.get("self").clone());
    }
    Ok(made)
}

impl Compiler<'_, '_> {
    /// The next value of a sequence, which not every database has.
    pub fn next_value(&mut self, sequence: &Rc<Object>) -> Eval<String> {
        let name = self.dialect().quote(&name_of(sequence));
        match self.dialect().name {
            "postgresql" => Ok(format!("nextval('{name}')")),
            "mysql" => Ok(format!("nextval({name})")),
            dialect => {
                let message = format!("Dialect '{dialect}' does not support sequence increments.");
                Err(self.vm.raise("NotImplementedError", message))
            }
        }
    }
}
