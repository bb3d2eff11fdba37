//! Codes of the record in the vocabularies of others.

use kelishim_model::EventType;

/// PLOVER's context of an area. Where an area covers several contexts this is the one that it means without further reading: a row
/// about `security` is not for that about terrorism.
pub fn context(area: &str) -> Option<&'static str> {
    Some(match area {
        "politics" => "diplomatic",
        "security" => "military",
        "trade" | "finance" | "transport" | "tourism" => "economic",
        "energy" | "agriculture" => "resource",
        "digital" => "cyber",
        "migration" => "migration",
        "health" => "health",
        "education" | "science" => "education",
        "culture" => "religion_ethnicity",
        "media" => "misinformation",
        "environment" => "environment",
        "border" => "territory",
        "humanitarian" => "humanitarian",
        "justice" => "legal",
        _ => return None,
    })
}

/// PLOVER's quad category: verbal and material cooperation 1 and 2, verbal and material conflict 3 and 4.
pub fn quad(kind: EventType) -> i64 {
    match kind {
        EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => 1,
        EventType::Cooperate | EventType::Aid | EventType::Retreat => 2,
        EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => 3,
        EventType::Protest | EventType::Sanction | EventType::Mobilize | EventType::Coerce | EventType::Assault => 4,
    }
}

/// What PLOVER and CAMEO call an act that is only planned; `None` where they have no word for it.
pub fn planned(kind: EventType) -> Option<EventType> {
    match kind {
        EventType::Agree | EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => {
            Some(EventType::Agree)
        }
        EventType::Concede | EventType::Retreat => Some(EventType::Concede),
        _ => None,
    }
}

/// Two-letter code of a state, in lower case.
pub fn alpha2(alpha3: &str) -> Option<String> {
    let found = COUNTRIES.split_whitespace().find(|c| c.starts_with(alpha3) && alpha3.len() == 3)?;
    Some(found[3..].to_lowercase())
}

/// ISO 3166-1 alpha-3 and alpha-2 of the states of `data/actors/states.toml`; `XK` for Kosovo.
const COUNTRIES: &str = "AFGAF ALBAL DZADZ ANDAD AGOAO ATGAG ARGAR ARMAM AUSAU AUTAT AZEAZ BHSBS BHRBH BGDBD BRBBB BLRBY \
    BELBE BLZBZ BENBJ BTNBT BOLBO BIHBA BWABW BRABR BRNBN BGRBG BFABF BDIBI KHMKH CMRCM CANCA CPVCV \
    CAFCF TCDTD CHLCL CHNCN COLCO COMKM COGCG CODCD CRICR CIVCI HRVHR CUBCU CYPCY CZECZ DNKDK DJIDJ \
    DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET FJIFJ FINFI FRAFR GABGA GMBGM GEOGE \
    DEUDE GHAGH GRCGR GRDGD GTMGT GINGN GNBGW GUYGY HTIHT HNDHN HUNHU ISLIS INDIN IDNID IRNIR IRQIQ \
    IRLIE ISRIL ITAIT JAMJM JPNJP JORJO KAZKZ KENKE KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB \
    LSOLS LBRLR LBYLY LIELI LTULT LUXLU MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MRTMR MUSMU MEXMX \
    FSMFM MDAMD MCOMC MNGMN MNEME MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NZLNZ NICNI NERNE NGANG \
    MKDMK NORNO OMNOM PAKPK PLWPW PANPA PNGPG PRYPY PERPE PHLPH POLPL PRTPT QATQA ROURO RUSRU RWARW \
    KNAKN LCALC VCTVC WSMWS SMRSM STPST SAUSA SENSN SRBRS SYCSC SLESL SGPSG SVKSK SVNSI SLBSB SOMSO \
    ZAFZA SSDSS ESPES LKALK SDNSD SURSR SWESE CHECH SYRSY TJKTJ TZATZ THATH TLSTL TGOTG TONTO TTOTT \
    TUNTN TURTR TKMTM TUVTV UGAUG UKRUA AREAE GBRGB USAUS URYUY UZBUZ VUTVU VATVA VENVE VNMVN YEMYE \
    ZMBZM ZWEZW PSEPS TWNTW XKXXK ESHEH HKGHK MACMO GRLGL PRIPR FROFO GIBGI BMUBM ABWAW CUWCW CYMKY \
    VGBVG VIRVI TCATC AIAAI MSRMS GUMGU ASMAS NCLNC PYFPF REURE MTQMQ GLPGP GUFGF MYTYT JEYJE GGYGG \
    IMNIM FLKFK COKCK NIUNU SJMSJ SXMSX ALAAX ATAAQ TKLTK WLFWF MNPMP SPMPM BLMBL MAFMF SHNSH";
