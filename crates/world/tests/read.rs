//! What is written is read again, and what is wrong with a file is said of the very line.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use proptest::prelude::*;
use world::{
    Batch, Class, Error, Event, EventKind, Folder, Intent, Label, Manifest, Pack, Place, Product, Reading, Role, Scan,
    Site, SiteKind, Writer,
};

fn manifest() -> Manifest {
    Manifest {
        format: world::FORMAT.into(),
        name: "test".into(),
        generator: "by hand".into(),
        seed: 1,
        start: 0,
        end: 9_000,
    }
}

fn site(name: &str) -> Site {
    Site {
        site: name.into(),
        kind: SiteKind::Manufacturer,
        country: "DE".into(),
        place: Some(Place { lat: 52.5, lon: -13.25 }),
        licence_from: Some(-5),
        licence_until: None,
    }
}

fn product() -> Product {
    Product {
        gtin: "04012345678901".into(),
        name: "Medicine, \"good\"".into(),
        maker_site: "M".into(),
        markets: vec!["DE".into(), "FR".into()],
        storage_min_c: Some(2.0),
        storage_max_c: Some(8.0),
        price_band: Some(5),
    }
}

fn batch() -> Batch {
    Batch {
        batch: "B".into(),
        gtin: "04012345678901".into(),
        lot: "LOT,7".into(),
        expiry: "280600".into(),
        manufactured: None,
        packs: 100,
        packs_per_case: Some(10),
        registered: Some(50),
        released: None,
    }
}

fn event(time: i64) -> Event {
    Event {
        time,
        event: EventKind::Dispatch,
        batch: Some("B".into()),
        from_index: 3,
        to_index: 100,
        site: "M".into(),
        to_site: Some("M".into()),
        shipment: Some("S".into()),
        reference: None,
    }
}

fn scan(time: i64, text: &str) -> Scan {
    Scan {
        scan: format!("s{time}"),
        time,
        received: time + 3,
        device: "d".into(),
        role: Role::Patient,
        site: None,
        place: None,
        accuracy_m: Some(12),
        intent: Intent::Verify,
        text: text.into(),
    }
}

fn write(folder: &Path, scans: &[Scan]) {
    let mut to = Writer::create(folder, &manifest()).unwrap();
    to.site(&site("M")).unwrap();
    to.product(&product()).unwrap();
    to.batch(&batch()).unwrap();
    to.pack(&Pack { batch: "B".into(), index: 99, serial: "x".into() }).unwrap();
    to.event(&event(60)).unwrap();
    to.reading(&Reading { time: 70, shipment: "S".into(), logger: "L".into(), celsius: -3.25 }).unwrap();
    for scan in scans {
        to.scan(scan).unwrap();
    }
    to.label(&Label {
        scan: "s1".into(),
        class: Class::Attack,
        family: Some("invented-serial".into()),
        incident: Some("i".into()),
    })
    .unwrap();
    to.finish().unwrap();
}

/// A world with one file replaced.
fn with(name: &str, text: impl AsRef<[u8]>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[scan(1, "a")]);
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

/// Reads everything; the first fault.
fn fault(folder: &Path) -> Option<Error> {
    let read = || -> Result<(), Error> {
        let world = Folder::open(folder)?;
        world.packs()?.try_for_each(|row| row.map(drop))?;
        world.events()?.try_for_each(|row| row.map(drop))?;
        world.readings()?.try_for_each(|row| row.map(drop))?;
        world.scans()?.try_for_each(|row| row.map(drop))?;
        world.labels()?.try_for_each(|row| row.map(drop))
    };
    read().err()
}

#[test]
fn a_world_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[scan(1, "a")]);
    let world = Folder::open(folder.path()).unwrap();
    assert_eq!(world.manifest, manifest());
    assert_eq!(
        (&world.sites[..], &world.products[..], &world.batches[..]),
        (&[site("M")][..], &[product()][..], &[batch()][..])
    );
    assert_eq!(world.events().unwrap().map(Result::unwrap).collect::<Vec<_>>(), [event(60)]);
    assert_eq!(world.readings().unwrap().next().unwrap().unwrap().celsius, -3.25);
    assert_eq!(world.packs().unwrap().next().unwrap().unwrap().index, 99);
    assert_eq!(world.labels().unwrap().next().unwrap().unwrap().family.as_deref(), Some("invented-serial"));
    assert_eq!(world.scans().unwrap().next().unwrap().unwrap(), scan(1, "a"));
}

#[test]
fn columns_may_stand_in_any_order_with_others_among_them_and_as_spreadsheets_save_them() {
    let folder = with("packs.csv", "\u{feff}serial,\"colour\",index,batch\r\n\"a\"\"b\",red,5,B\r\n\r\nc,,6,B");
    let rows: Vec<Pack> = Folder::open(folder.path()).unwrap().packs().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| (row.serial.as_str(), row.index)).collect::<Vec<_>>(), [("a\"b", 5), ("c", 6)]);
}

#[test]
fn files_that_may_be_absent_are_as_if_empty_and_the_others_say_so() {
    for name in ["packs.csv", "sensors.csv", "labels.csv"] {
        let folder = with(name, "");
        assert!(fault(folder.path()).is_none(), "{name}");
        fs::remove_file(folder.path().join(name)).unwrap();
        assert!(fault(folder.path()).is_none(), "{name}");
    }
    for name in ["world.json", "sites.csv", "products.csv", "batches.csv", "ledger.csv", "scans.csv"] {
        let folder = with(name, "");
        assert!(fault(folder.path()).unwrap().to_string().contains(name), "{name}");
        fs::remove_file(folder.path().join(name)).unwrap();
        assert!(fault(folder.path()).unwrap().to_string().contains(name), "{name}");
    }
}

#[test]
fn every_fault_names_its_line() {
    const LEDGER: &str = "time,event,batch,from_index,to_index,site,to_site,shipment,reference\n";
    const SCANS: &str = "scan,time,received,device,role,site,lat,lon,accuracy_m,intent,text\n";
    const BATCHES: &str = "batch,gtin,lot,expiry,manufactured,packs,packs_per_case,registered,released\n";
    const SITES: &str = "site,kind,country,lat,lon,licence_from,licence_until\n";
    let good_scan = "s,1,1,d,patient,,,,,verify,\"two\nlines\"\n";
    let long = format!("s,1,1,d,patient,,,,,verify,{}", "x".repeat(70_000));
    let open_long = format!("s,1,1,d,patient,,,,,verify,\"{}", "x\n".repeat(40_000));
    let cases: Vec<(&str, String, u64, &str)> = vec![
        ("ledger.csv", format!("{LEDGER}60,sell,B,0,1,M,,,\n"), 2, "event: \"sell\" is not one of dispatch"),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,0,1,M,,,\n\n59,dispense,B,1,2,M,,,\n"), 4, "order of time"),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,0,101,M,,,\n"), 2, "to_index: \"101\""),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,7,7,M,,,\n"), 2, "7 to 7 holds no pack"),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,9,7,M,,,\n"), 2, "9 to 7 holds no pack"),
        ("ledger.csv", format!("{LEDGER}60,dispense,C,0,1,M,,,\n"), 2, "batch: \"C\""),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,0,1,N,,,\n"), 2, "site: \"N\""),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,0,-1,M,,,\n"), 2, "to_index: \"-1\""),
        ("ledger.csv", format!("{LEDGER}60,dispatch,B,0,1,M,,S,\n"), 2, "to_site: it is empty"),
        ("ledger.csv", format!("{LEDGER}49,dispense,B,0,1,M,,,\n"), 2, "before the batch was registered"),
        ("ledger.csv", format!("{LEDGER}60,dispense,B,0,1,M\n"), 2, "6 fields, the heading 9"),
        (
            "scans.csv",
            format!("{SCANS}{good_scan}s,x,1,d,patient,,,,,verify,t\n"),
            4,
            "time: \"x\" is not whole seconds",
        ),
        ("scans.csv", format!("{SCANS}{good_scan}s,2,1,d,nurse,,,,,verify,t\n"), 4, "role: \"nurse\""),
        (
            "scans.csv",
            format!("{SCANS}s,2,1,d,patient,,90.1,0,,verify,t\n"),
            2,
            "lat: \"90.1\" is not a number from -90 to 90",
        ),
        ("scans.csv", format!("{SCANS}s,2,1,d,patient,,9,-181,,verify,t\n"), 2, "lon: \"-181\""),
        ("scans.csv", format!("{SCANS}s,2,1,d,patient,,NaN,0,,verify,t\n"), 2, "lat: \"NaN\""),
        ("scans.csv", format!("{SCANS}s,2,1,d,patient,,9,,,verify,t\n"), 2, "lat, lon: give both"),
        ("scans.csv", format!("{SCANS}s,2,1,d,patient,,,,,verify,a\"b\n"), 2, "double the quote"),
        ("scans.csv", format!("{SCANS}s,2,1,d,patient,,,,,verify,\"a\"b\n"), 2, "closing quote"),
        ("scans.csv", format!("{SCANS}{good_scan}s,2,1,d,patient,,,,,verify,\"a\n"), 4, "none closes it"),
        ("scans.csv", format!("{SCANS}{good_scan}{long}"), 4, "longer than 64 KiB"),
        ("scans.csv", format!("{SCANS}{good_scan}{open_long}"), 4, "longer than 64 KiB"),
        ("packs.csv", "batch,index,serial\r\nB,1,a\r\nB,100,b\r\n".into(), 3, "0 to 99"),
        ("packs.csv", "batch,index,serial,index\n".into(), 1, "stands twice"),
        ("batches.csv", format!("{BATCHES}B,04012345678901,L,281300,,9,,,\n"), 2, "expiry: \"281300\""),
        ("batches.csv", format!("{BATCHES}B,04012345678902,L,281200,,9,,,\n"), 2, "gtin: "),
        ("batches.csv", format!("{BATCHES}B,04012345678901,L,281200,,0,,,\n"), 2, "packs: \"0\""),
        ("sites.csv", format!("{SITES}M,manufacturer,DE,,,,\nM,pharmacy,DE,,,,\n"), 3, "stands twice"),
        ("sites.csv", format!("{SITES}M,manufacturer,Germany,,,,\n"), 2, "country: \"Germany\""),
        ("labels.csv", "scan,class,family,incident\ns,attack,,\n".into(), 2, "family: it is empty"),
        ("sensors.csv", "time,shipment,logger,celsius\n1,S,L,inf\n".into(), 2, "celsius: \"inf\""),
    ];
    for (name, text, line, what) in cases {
        let folder = with(name, &text);
        match fault(folder.path()) {
            Some(Error::Row { file, line: found, what: said }) => {
                assert!(
                    file.ends_with(name) && found == line && said.contains(what),
                    "{name} {found}: {said} ({what})"
                );
            }
            other => panic!("{name} {what}: {other:?}"),
        }
    }
    let folder = with("packs.csv", b"batch,index,serial\nB,1,a\nB,2,\xff\n");
    let said = fault(folder.path()).unwrap().to_string();
    assert!(said.contains("line 3") && said.contains("field 3 is not UTF-8"), "{said}");
    let folder = with("packs.csv", "batch,serial\nB,1\n");
    assert!(matches!(fault(folder.path()), Some(Error::Column { column: "index", .. })));
}

#[test]
fn reading_ends_with_the_first_fault() {
    let folder = with("packs.csv", "batch,index,serial\nB,1\nB,2,b\n");
    let rows: Vec<_> = Folder::open(folder.path()).unwrap().packs().unwrap().collect();
    assert!(matches!(rows.as_slice(), [Err(_)]));
}

#[test]
fn another_format_is_refused() {
    let text = serde_json::to_string(&Manifest { format: "medtrail-world/2".into(), ..manifest() }).unwrap();
    assert!(matches!(fault(with("world.json", text).path()), Some(Error::Manifest { .. })));
    assert!(matches!(fault(with("world.json", "{").path()), Some(Error::Manifest { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_comes_back_as_it_was(texts in proptest::collection::vec("[\u{1d}\",\n\r a1\u{feff}é漢\\\\\u{0}]{0,40}|\\PC{0,20}", 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let scans: Vec<Scan> = texts.iter().zip(1..).map(|(text, time)| scan(time, text)).collect();
        write(folder.path(), &scans);
        let read: Result<Vec<Scan>, Error> = Folder::open(folder.path()).unwrap().scans().unwrap().collect();
        prop_assert_eq!(read.unwrap(), scans);
    }

    #[test]
    fn no_file_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), heading: bool) {
        let mut text = if heading { b"batch,index,serial\n".to_vec() } else { Vec::new() };
        text.extend(bytes);
        let _ = fault(with("packs.csv", text).path());
    }
}
