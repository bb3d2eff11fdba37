//! Given names by gender: what tells "Владимира Путина" (of a man) from a woman's name in the nominative.
//!
//! Our own list of frequent names of the region and of names often met in reports. A name that is not here is read by its
//! ending alone.

use std::sync::Arc;

const MEN: &str = "\
абдельмаджид абдулла абылай адам адылбек азамат азим айбек айдар акбар акылбек александр алексей али алмаз \
алмазбек алтынбек альберт амангельды анатолий андрей антон аркадий арсен артем артём аскар аскарбек ахмед \
бактыбек бакыт бакытбек бахтияр бейбут бекболот бенджамин бердибек болот борис вадим валентин валерий василий \
венсан виктор виталий владимир владислав вячеслав гаврила геннадий георгий герман гойко григорий гурбангулы \
давид давлат данила данияр денис джеймс джо джозеф джон дмитрий дональд евгений егор ерлан жанат жанибек жеэнбек \
жолдошбек жумабек зафар ибрагим иван игорь ильдар ильхам илья иоанн ислам кайрат камчыбек канат канатбек канибек \
карим касым кирилл константин кубанычбек кубатбек кузьма курманбек лев леонид лука максим максут марат марк \
марсель мартин медет мирлан михаил мурат мухаммед нарендра никита никол николай николя нурбек нурдин нурлан нурлыбек \
нурсултан олег олжас омурбек орозбек павел петр пётр равшан раимбек райым рамзан реджеп ринат роберт роман \
рустам рустем савва садыр салтанат самат сапарбай сейтек сергей сердар сирожиддин соломон сооронбай станислав \
степан сыймык таалайбек тайип талант тариэл темир тилек тимофей тимур токон уильям улан улукбек урмат фарух \
федор феликс филипп фома франсуа фёдор хикмет хусейн чингиз чынгыз шавкат шарль эдвард эдгар эдуард элдар эльдар \
эмануэль эмиль эммануэль эмомали эрик эркин эрнис эсен юрий якуб ярослав";

const WOMEN: &str = "\
аида айгерим айгуль айжан айзада айна айнура айпери айсулуу айша алеся алина алия алла алтынай альбина анастасия \
ангела анжелика анна антонина ариадна арина асель асия ася аяна бактыгуль бегимай бермет бибигуль бурул бурулай \
валентина валерия вера вероника виктория галина гульзада гульмира гульнара гульсайра гульшат гүлзат дана дарига \
дария дарья джамиля джасинда джорджа диана динара евгения екатерина елена елизавета жазгуль жамиля жанара жанна \
жибек жылдыз зарема зарина зинаида зоя зульфия инна ирина ирма кайыргуль калия камила каныкей карина катерина \
кира клара кристалина кристина ксения лариса лейла лена лидия лилия лира лола любовь людмила мадина майя макка \
маргарита марина мария марта махабат мээрим надежда надия назгуль назира наргиза наталия наталья нина нонна \
нургуль нуржамал нурзада нурия оксана олеся ольга отунай памела перизат полина раиса раушан римма рита роза \
сабина саида сайкал салия салтанат сания светлана софия софья тамара татьяна тереза тиллахон толкун турдукан \
ульяна урсула фатима феруза чолпон чынар шаирбүбү эвелина элиза эльвира эльмира эмма эрика юлия яна";

/// Gender of a given name in the nominative, in small letters: `Some(true)` for a man's; `None` for an unknown or both.
pub(crate) fn is_mans(name: &str) -> Option<bool> {
    let listed = |list: &str| list.split_whitespace().any(|n| n == name);
    match (listed(MEN), listed(WOMEN)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The features with the case that a man's given name shows by its form: "Михаил" declines, so that it is no other case than the
/// nominative, whatever the network says. `form` is as it stands in the text; features of other words come back as they are.
pub(crate) fn with_sound_case(form: &str, pos: &str, feats: Arc<str>) -> Arc<str> {
    let wrong = |f: &&str| f.starts_with("Case=") && *f != "Case=Nom";
    if pos != "PROPN" || !feats.split('|').any(|f| wrong(&f)) || !feats.contains("Animacy=Anim") {
        return feats;
    }
    let low = form.to_lowercase();
    let declines = !low.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'ё']) && is_mans(&low) == Some(true);
    if !declines {
        return feats;
    }
    let sound = feats.split('|').map(|f| if wrong(&f) { "Case=Nom" } else { f });
    Arc::from(sound.collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mans_given_name_on_a_consonant_is_a_nominative() {
        let check = |form: &str, pos: &str, wanted: &str| {
            let feats = Arc::from("Animacy=Anim|Case=Ins|Gender=Masc|Number=Sing");
            assert!(with_sound_case(form, pos, feats).contains(wanted), "{form}");
        };
        check("Михаил", "PROPN", "Case=Nom");
        check("Михаилом", "PROPN", "Case=Ins");
        check("Роман", "NOUN", "Case=Ins");
        check("Никита", "PROPN", "Case=Ins");
        check("Ким", "PROPN", "Case=Ins");
    }
}
