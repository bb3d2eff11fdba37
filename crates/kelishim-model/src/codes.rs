//! The closed lists of the record: every value has one code, the same in TOML, Rust and JSON.

/// A list of codes as an enum with its text forms both ways.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The code used in files, JSON and pages.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The value of a code; `None` for an unknown one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

closed_list! {
    /// Types of events: PLOVER, Open Event Data Alliance.
    EventType {
        /// Promise or agree to something in future.
        Agree = "AGREE",
        /// Meet, visit, call, hold talks.
        Consult = "CONSULT",
        /// Praise, thank, endorse, sign, recognise.
        Support = "SUPPORT",
        /// Give way in words: pardon, ease, drop a demand.
        Concede = "CONCEDE",
        /// Real cooperation under way.
        Cooperate = "COOPERATE",
        /// Material help given.
        Aid = "AID",
        /// Release, withdraw, disarm.
        Retreat = "RETREAT",
        /// Ask, propose, demand.
        Request = "REQUEST",
        /// Disapprove, investigate, allege.
        Accuse = "ACCUSE",
        /// Refuse, veto, cancel.
        Reject = "REJECT",
        /// Warn of consequences.
        Threaten = "THREATEN",
        /// Demonstrate, strike, boycott.
        Protest = "PROTEST",
        /// Reduce relations: expel, convict, discontinue.
        Sanction = "SANCTION",
        /// Move troops, weapons, police.
        Mobilize = "MOBILIZE",
        /// Seize, restrict, arrest, deport.
        Coerce = "COERCE",
        /// Deliberate physical harm.
        Assault = "ASSAULT",
    }
}

impl EventType {
    /// PLOVER's score of the type on the scale from cooperation (+10) to conflict (-10).
    pub fn goldstein(self) -> f32 {
        match self {
            EventType::Agree => 2.5,
            EventType::Consult => 2.5,
            EventType::Support => 5.0,
            EventType::Concede => 4.5,
            EventType::Cooperate => 9.5,
            EventType::Aid => 10.0,
            EventType::Retreat => 6.5,
            EventType::Request => 0.0,
            EventType::Accuse => -3.0,
            EventType::Reject => -2.0,
            EventType::Threaten => -3.5,
            EventType::Protest => -5.0,
            EventType::Sanction => -6.0,
            EventType::Mobilize => -5.5,
            EventType::Coerce => -7.0,
            EventType::Assault => -9.0,
        }
    }

    /// The root code of CAMEO that an event of this type is exported under when its frame knows no finer one.
    pub fn cameo(self) -> &'static str {
        match self {
            EventType::Agree => "03",
            EventType::Consult => "04",
            EventType::Support => "05",
            EventType::Concede => "08",
            EventType::Cooperate => "06",
            EventType::Aid => "07",
            EventType::Retreat => "08",
            EventType::Request => "10",
            EventType::Accuse => "11",
            EventType::Reject => "12",
            EventType::Threaten => "13",
            EventType::Protest => "14",
            EventType::Sanction => "16",
            EventType::Mobilize => "15",
            EventType::Coerce => "17",
            EventType::Assault => "18",
        }
    }
}

closed_list! {
    /// Modes of CONSULT and, where a frame knows them, of other types: PLOVER.
    Mode {
        /// A visit.
        Visit = "visit",
        /// Mediated by another.
        ThirdParty = "third-party",
        /// By telephone.
        Phone = "phone",
        /// More than two sides.
        Multilateral = "multilateral",
        /// By video link.
        Video = "video",
    }
}

closed_list! {
    /// How real the text makes an event.
    Modality {
        /// It happened or is happening.
        Actual = "actual",
        /// It is scheduled.
        Planned = "planned",
        /// It may happen.
        Hypothetical = "hypothetical",
        /// It did not happen.
        Negated = "negated",
        /// It happened in an earlier year or an undated past.
        Historical = "historical",
    }
}

closed_list! {
    /// Whose words a statement gives.
    StatementKind {
        /// Words in quotation marks.
        Direct = "direct",
        /// Reported words.
        Indirect = "indirect",
        /// Both.
        Mixed = "mixed",
    }
}

closed_list! {
    /// How far a commitment has got, in order of a commitment's life.
    Stage {
        /// Asked, proposed, offered.
        Proposed = "proposed",
        /// Being worked out.
        Negotiating = "negotiating",
        /// Agreed in principle, promised.
        Agreed = "agreed",
        /// Signed.
        Signed = "signed",
        /// Put into force.
        Ratified = "ratified",
        /// Being carried out.
        Started = "started",
        /// Done.
        Delivered = "delivered",
        /// Put off, suspended.
        Delayed = "delayed",
        /// Withdrawn, refused, broken.
        Cancelled = "cancelled",
    }
}

closed_list! {
    /// Fields of relations.
    Area {
        /// `politics`.
        Politics = "politics",
        /// `security`.
        Security = "security",
        /// `trade`.
        Trade = "trade",
        /// `finance`.
        Finance = "finance",
        /// `energy`.
        Energy = "energy",
        /// `transport`.
        Transport = "transport",
        /// `digital`.
        Digital = "digital",
        /// `migration`.
        Migration = "migration",
        /// `health`.
        Health = "health",
        /// `education`.
        Education = "education",
        /// `science`.
        Science = "science",
        /// `culture`.
        Culture = "culture",
        /// `media`.
        Media = "media",
        /// `environment`.
        Environment = "environment",
        /// `agriculture`.
        Agriculture = "agriculture",
        /// `border`.
        Border = "border",
        /// `humanitarian`.
        Humanitarian = "humanitarian",
        /// `justice`.
        Justice = "justice",
        /// `tourism`.
        Tourism = "tourism",
    }
}

closed_list! {
    /// What an actor is.
    ActorKind {
        /// A state.
        Country = "country",
        /// A government or its body.
        Government = "government",
        /// A person.
        Person = "person",
        /// A body of several states.
        Intergovernmental = "intergovernmental",
        /// A company.
        Company = "company",
        /// A school, university, institute.
        Education = "education",
        /// A party, union, association.
        CivilSociety = "civil_society",
        /// An agency, paper, channel.
        Media = "media",
        /// An army or its part.
        ArmedForce = "armed_force",
        /// People without an organisation.
        Group = "group",
        /// Anything else.
        Other = "other",
    }
}

closed_list! {
    /// PLOVER's sectors.
    Sector {
        /// `GOV`.
        Gov = "GOV",
        /// `LEG`.
        Leg = "LEG",
        /// `JUD`.
        Jud = "JUD",
        /// `MIL`.
        Mil = "MIL",
        /// `COP`.
        Cop = "COP",
        /// `SPY`.
        Spy = "SPY",
        /// `PTY`.
        Pty = "PTY",
        /// `OPP`.
        Opp = "OPP",
        /// `BUS`.
        Bus = "BUS",
        /// `LAB`.
        Lab = "LAB",
        /// `EDU`.
        Edu = "EDU",
        /// `MED`.
        Med = "MED",
        /// `JRN`.
        Jrn = "JRN",
        /// `REL`.
        Rel = "REL",
        /// `REB`.
        Reb = "REB",
        /// `CRM`.
        Crm = "CRM",
        /// `IGO`.
        Igo = "IGO",
        /// `NGO`.
        Ngo = "NGO",
        /// `CVL`.
        Cvl = "CVL",
        /// `ELI`.
        Eli = "ELI",
        /// `UNK`.
        Unk = "UNK",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_value() {
        assert!(EventType::ALL.iter().all(|t| EventType::from_code(t.code()) == Some(*t)));
        assert!(Stage::ALL.iter().all(|s| Stage::from_code(s.code()) == Some(*s)));
        assert_eq!(EventType::from_code("agree"), None);
    }

    #[test]
    fn stages_are_ordered_by_a_commitments_life() {
        assert!(Stage::Proposed < Stage::Agreed && Stage::Agreed < Stage::Signed && Stage::Started < Stage::Delivered);
    }
}
