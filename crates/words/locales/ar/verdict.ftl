# ما تقوله الأحكام بالعربية.

headline-genuine = أصلية
headline-already-dispensed-here = صُرفت هنا من قبل
headline-already-used-elsewhere = استُخدمت في مكان آخر
headline-do-not-use = لا تُستخدم
headline-not-recognised = غير معروفة
headline-suspicious = مشبوهة
headline-could-not-check = تعذّر التحقق

duration-seconds = { $n ->
    [zero] { $n } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $n } ثوانٍ
    [many] { $n } ثانية
   *[other] { $n } ثانية
}
duration-minutes = { $n ->
    [zero] { $n } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
duration-hours = { $n ->
    [zero] { $n } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
duration-days = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
ago-seconds = { $n ->
    [zero] قبل { $n } ثانية
    [one] قبل ثانية واحدة
    [two] قبل ثانيتين
    [few] قبل { $n } ثوانٍ
    [many] قبل { $n } ثانية
   *[other] قبل { $n } ثانية
}
ago-minutes = { $n ->
    [zero] قبل { $n } دقيقة
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
    [many] قبل { $n } دقيقة
   *[other] قبل { $n } دقيقة
}
ago-hours = { $n ->
    [zero] قبل { $n } ساعة
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $n } ساعات
    [many] قبل { $n } ساعة
   *[other] قبل { $n } ساعة
}
ago-days = { $n ->
    [zero] قبل { $n } يوم
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { $n } أيام
    [many] قبل { $n } يومًا
   *[other] قبل { $n } يوم
}

as-said = { $said }
unknown-product = لم يسجّل أي مصنّع منتجًا برقم GTIN { $gtin }.
unknown-batch = لم يسجّل مصنّع هذا المنتج تشغيلة { $lot }.
unknown-serial = الرقم التسلسلي { $serial } والإثبات المرافق له لا يخصّان أي عبوة في هذه التشغيلة.
no-proof = لا يحمل الرمز إثباتًا لرقمه التسلسلي، ولم يُسأل أحد ممن يحفظه.
no-pack-record = لم تعطِ السلسلة جوابًا عن هذه العبوة بعينها.
expiry-mismatch = تاريخ انتهاء الصلاحية على العبوة ليس الذي أعطاه المصنّع لهذه التشغيلة ({ $expiry }).
expired = انتهت صلاحية هذه التشغيلة في { $expiry }.
recalled-product = جميع تشغيلات هذا المنتج مسحوبة ({ $danger }).
recalled-lot = هذه التشغيلة مسحوبة ({ $danger }).
recalled-pack = هذه العبوة مسحوبة مع عبوات أخرى من تشغيلتها ({ $danger }).
recall-class-1 = الفئة الأولى: خطر على الحياة أو خطر جسيم على الصحة
recall-class-2 = الفئة الثانية: قد تضرّ بالصحة
recall-class-3 = الفئة الثالثة: لا يُرجّح أن تضرّ بالصحة
withdrawn-product = سُحب هذا المنتج من السوق.
withdrawn-lot = سُحبت هذه التشغيلة من السوق.
not-released = لم يُجِز المصنّع بيع هذه التشغيلة.
cold-chain = كانت هذه العبوة في طريقها أدفأ أو أبرد من المسموح، ولم يُجِزها المصنّع.
proven-active = سجّل المصنّع هذه العبوة، وهي فعّالة.
already-dispensed-here = صرفت صيدليتك هذه العبوة.
already-dispensed-elsewhere = سُلّمت من قبل عبوة بهذا الرمز إلى مريض.
already-used-exported = صُدّرت عبوة بهذا الرمز.
already-used-sample = أخذت جهة رسمية عبوة بهذا الرمز عيّنةً.
already-used-free-sample = أُعطيت عبوة بهذا الرمز عيّنةً مجانية.
already-used-repackaged = أُخرجت عبوة بهذا الرمز لإعادة تعبئتها.
stolen = أُبلغ عن سرقة هذه العبوة.
destroyed = هذه العبوة مسجّلة على أنها أُتلفت.
locked = هذه العبوة محتجزة أثناء تحقيق.
quarantined = هذه العبوة في الحجر.
unknown-state = العبوة في حالة لا يعرفها هذا البرنامج. حدّث البرنامج.
holder-not-authorised = بحسب السجلات، لا يحق حاليًا لمن لديه هذه العبوة أن يتاجر.
not-with-pharmacy = بحسب السجلات، لم تصل هذه العبوة إلى صيدلية بعد.
wrong-custodian = بحسب السجلات، هذه العبوة لدى غيرك وليست في طريقها إليك.
compare-expiry = لا يحمل الرمز تاريخ انتهاء صلاحية. أعطى المصنّع هذه التشغيلة { $expiry }: قارنه بالعبوة.
not-yet-received = لم تُستلم بعد الشحنة التي فيها هذه العبوة: استلمها قبل أي شيء آخر.
development-chain = هذه سلسلة تطوير: يستطيع أي شخص أن يصنع كتلها. اضبط نقطة تحقق السلسلة الحقيقية.
custodian-not-checked = لم يُتحقق مما إذا كان ينبغي أن تكون العبوة لديك: لم يُضبط رقم GLN لمؤسستك.
node-dropped = أعطت عقدة جوابًا خاطئًا ولن تُسأل بعد الآن: { $node }. أخبر مشغّلها.
anomaly = لا شيء في السجل ضد هذه العبوة، لكن عمليات مسحها غير معتادة: { $reasons }.
anomaly-and = { "؛ " }
anomaly-too = وفوق ذلك فإن عمليات مسحها غير معتادة: { $reasons }.
anomaly-why = الأثقل وزنًا: { $reasons }.
anomaly-patient = الطريقة التي مُسح بها هذا الرمز غير معتادة لعبوة أصلية.
late-record = تأتي عمليات مسح كهذه غالبًا قبل تسجيل التسليم. اطلب من المرسل تسجيله ثم امسح من جديد.
late-upload = تأتي عمليات مسح كهذه غالبًا قبل أن يسجل المصنّع التشغيلة. اسأل المورّد ثم امسح من جديد.
rules-alone-none-active = لا نموذج نشط: القواعد وحدها.
rules-alone-suspended = النموذج موقوف: القواعد وحدها.
rules-alone-drifted = تغيرت عمليات المسح كثيرًا على النموذج: القواعد وحدها.
rules-alone-other-model = لا تستعمل البوابة النموذج النشط على السلسلة: القواعد وحدها.
rules-alone-unproven = تعذّر إثبات أي نموذج هو النشط: القواعد وحدها.
anomaly-role = يمسحها من لا يفعل ذلك عادة
anomaly-intent = الغرض من المسح غير معتاد لعبوة كهذه
anomaly-since-dispensed = الوقت منذ صرفها: { $value }
anomaly-undos = مرات التراجع عن صرفها: { $value }
anomaly-prior-scans = عمليات المسح السابقة: { $value }
anomaly-prior-scans-week = عمليات مسحها في الأسبوع الأخير: نحو { $value }
anomaly-prior-sites = أماكن أخرى مُسحت فيها من قبل: { $value }
anomaly-prior-devices = أجهزة أخرى مسحتها من قبل: { $value }
anomaly-since-scan = الوقت منذ آخر مسح لها: { $value }
anomaly-foreign-scans = عمليات مسح في أماكن أخرى منذ آخر تسليم: { $value }
anomaly-dispense-again = محاولات سابقة لصرفها هنا: { $value }
anomaly-dispense-again-days = الوقت منذ أول محاولة لصرفها هنا: { $value }
anomaly-dispense-surplus = محاولات صرفها الزائدة على المسجَّل: { $value }
anomaly-dispense-elsewhere = محاولات صرفها في مكان آخر: { $value }
anomaly-speed = منذ آخر مسح لها لكانت سافرت بسرعة { $value } كم/س
anomaly-scan-km = مُسحت على بُعد { $value } كم من آخر مسح لها
anomaly-custodian-km = مُسحت على بُعد { $value } كم من مكانها في السجل
anomaly-holder-km = مُسحت على بُعد { $value } كم من كل مكان كانت فيه
anomaly-outside-markets = مُسحت في بلد ليست مخصصة له
anomaly-other-country = مُسحت في بلد غير بلد حائزها
anomaly-offline = أُبلغ عن المسح متأخرًا، بمقدار { $value }
anomaly-clock-ahead = ساعة الجهاز متقدمة بمقدار { $value }
anomaly-usual-hour = قلّما يُمسح هنا في مثل هذه الساعة ({ $value } %)
anomaly-site-km = مُسحت على بُعد { $value } كم من عنوان من يمسحها
anomaly-hops = مرات انتقالها بين الأيدي: { $value }
anomaly-partner = التسليمات حتى الآن من حائزها إلى من يمسحها: { $value }
anomaly-hop-before = تسليمات سابقة بين آخر مرسِل ومستلِم لها: { $value }
anomaly-hop-pair-days = مدة التعامل بين آخر مرسِل ومستلِم لها: { $value }
anomaly-hop-surprise = آخر انتقال لها بين الأيدي من نوع غير معتاد
anomaly-dwell = احتفظ بها آخر حائز مدة طويلة أو قصيرة على غير المعتاد
anomaly-transit = استغرقت رحلتها الأخيرة { $value } من أضعاف المعتاد
anomaly-short = عبوات لم تصل من شحنتها الأخيرة: { $value }
anomaly-returns = مرات إعادتها: { $value }
anomaly-foreign-hops = الحدود التي عبرتها: { $value }
anomaly-importer = مرّت بمستورد موازٍ
anomaly-familiar = مرات استلام حائزها لهذا المنتج من قبل: { $value }
anomaly-flow-share = حصة هذا المنتج هنا الآتية من بلد حائزها: { $value } %
anomaly-holder-days = مدة نشاط حائزها: { $value }
anomaly-site-days = مدة نشاط من يمسحها: { $value }
anomaly-rest-days = المدة التي قضتها لدى حائزها: { $value }
anomaly-on-the-way = أُرسلت ولم تُستلم بعد منذ { $value }
anomaly-sent-on = هي في طريقها إلى غيره
anomaly-batch-alerts = عمليات مسح تشغيلتها المثيرة للشك: { $value } %
anomaly-batch-foreign = عمليات مسح حديثة لتشغيلتها بعيدًا عن حائزيها: نحو { $value }
anomaly-batch-sites = أماكن ظهرت فيها عبوات من تشغيلتها وليست مسجلة لديها: { $value }
anomaly-batch-cases = صناديق من تشغيلتها ظهرت عبواتها في غير مكانها: { $value }
anomaly-release-days = الوقت منذ الإفراج عن تشغيلتها: { $value }
anomaly-registered = الوقت منذ تسجيل تشغيلتها: { $value }
anomaly-expiry-days = الوقت المتبقي حتى انتهاء صلاحيتها: { $value }
anomaly-dispensed-share = ما صُرف من تشغيلتها: { $value } %
anomaly-case-alerts = عبوات أخرى من صندوقها أثارت شكًا: { $value }
anomaly-case-far = عبوات أخرى من صندوقها ظهرت بعيدًا: { $value }
anomaly-case-holder = عبوات أخرى من صندوقها، بالحائز نفسه في السجل، ظهرت في مكان آخر: { $value }
anomaly-holder-lost = عبوات حائزها التي ظهرت مؤخرًا في مكان آخر: نحو { $value }
anomaly-shipment-lost = عبوات شحنتها الأخيرة التي ظهرت مؤخرًا في مكان آخر: نحو { $value }
anomaly-price-band = مستوى ثمنها من 1 إلى 5: { $value }
anomaly-cold-product = يجب حفظها مبردة
anomaly-device-hour = عمليات المسح بهذا الجهاز في الساعة: نحو { $value }
anomaly-device-baseline = يمسح الجهاز بمعدل { $value } من أضعاف المعتاد
anomaly-device-role = يمسح الجهاز بمعدل { $value } من أضعاف أمثاله
anomaly-device-unknown = ما مسحه الجهاز اليوم من رموز مجهولة: { $value } %
anomaly-device-unknown-count = رموز مجهولة بهذا الجهاز اليوم: نحو { $value }
anomaly-device-run = عمليات مسح متتالية لعبوات أو أرقام متجاورة: { $value }
anomaly-device-products = منتجات مختلفة بهذا الجهاز اليوم: { $value }
anomaly-device-days = مدة استعمال الجهاز: { $value }
anomaly-device-idle = ما مسحه الجهاز اليوم دون أن يتبعه إجراء: { $value } %
anomaly-device-not-held = ما مسحه الجهاز اليوم من عبوات ليست لدى موقعه: { $value } %
anomaly-device-odd-hours = عمليات مسح في ساعات غير معتادة بهذا الجهاز اليوم: نحو { $value }
anomaly-device-speed = منذ مسحه الأخير لكان الجهاز سافر بسرعة { $value } كم/س
anomaly-device-faults = ما أخطأ الجهاز في قراءته: { $value } %
anomaly-site-rate = يمسح الموقع بمعدل { $value } من أضعاف المعتاد
anomaly-site-alerts = عمليات مسح الموقع المثيرة للشك: { $value } %
anomaly-site-faults = ما أخطأ الموقع في قراءته: { $value } %
anomaly-site-idle = ما مسحه الموقع هذا الأسبوع دون أن يتبعه إجراء: { $value } %
anomaly-role-mismatch = دور من يمسحها لا يناسب الموقع
anomaly-repair = قُرئ الرمز خطأ
anomaly-serial-distance = الأحرف التي يختلف بها الرقم التسلسلي عن رقم حقيقي: { $value }
anomaly-odd-serial = للرقم التسلسلي شكل غير أشكال أرقام تشغيلتها
anomaly-expiry-later = تاريخ الانتهاء المطبوع بعد تاريخ التشغيلة بمقدار { $value }
anomaly-code-elsewhere = أماكن أخرى مُسح فيها هذا الرمز نفسه: { $value }
anomaly-lot-scans = عمليات مسح سابقة لهذه التشغيلة المجهولة: { $value }
anomaly-lot-places = أماكن أخرى شوهدت فيها هذه التشغيلة المجهولة: { $value }
anomaly-lot-serials = أرقام تسلسلية مجهولة أخرى من هذه التشغيلة: { $value }
anomaly-lot-minutes = الوقت منذ أول ظهور لهذه التشغيلة أو هذا الرقم المجهول: { $value }
anomaly-product-unknown = رموز مجهولة لهذا المنتج اليوم: نحو { $value }
anomaly-cold-outside = خارج حدودها في رحلتها الأخيرة مدة { $value }
anomaly-cold-gap = أطول انقطاع في سجل حرارة رحلتها الأخيرة: { $value }
anomaly-cold-variance = تتفاوت حرارتها { $value } من أضعاف غيرها من هذا المنتج
anomaly-cold-flat = ما هو خط مستوٍ من سجل حرارتها: { $value } %
anomaly-cold-copied = ما يطابق سجلًا سابقًا من سجل حرارتها: { $value } %
anomaly-cold-coverage = ما سُجِّل من رحلتها الأخيرة: { $value } %
anomaly-cold-edge = ما هو قريب من الحد من سجل حرارتها: { $value } %
anomaly-cold-strange = ما سبق رحلتها الأخيرة أو تلاها من سجل حرارتها: { $value } %
anomaly-cold-steps = تتحرك حرارتها بين القراءات { $value } من أضعاف غيرها من هذا المنتج
anomaly-cold-white = تقفز حرارتها من قراءة إلى أخرى بمقدار { $value } (2 محض صدفة)
anomaly-cold-echo = تغيرات في سجل حرارتها تكرر جزءًا سابقًا منه: { $value }
anomaly-cold-tail = ينتهي سجل حرارتها قبل نهاية رحلتها الأخيرة بمقدار { $value }
anomaly-monitor-code = أصبحت عمليات مسح هذا الرمز نفسه غير معتادة في مجملها
anomaly-monitor-device = أصبحت عمليات المسح بهذا الجهاز غير معتادة في مجملها
anomaly-monitor-site = أصبحت عمليات المسح في هذا الموقع غير معتادة في مجملها
anomaly-monitor-batch = أصبحت عمليات مسح تشغيلتها غير معتادة في مجملها
anomaly-monitor-case = أصبحت عمليات مسح صندوقها غير معتادة في مجملها
anomaly-monitor-shipment = أصبحت عمليات مسح شحنتها الأخيرة غير معتادة في مجملها
anomaly-monitor-holder = أصبحت عمليات مسح عبوات حائزها غير معتادة في مجملها
anomaly-monitor-lane = أصبحت عمليات مسح تشغيلتها في هذا البلد غير معتادة في مجملها
anomaly-ruling-none = لا تجد قواعد السجل شيئًا
anomaly-ruling-some = تعترض عليها قواعد السجل
anomaly-dispensed-here = صرفها من يمسحها
anomaly-dispensed-by-other = صرفها غيره
anomaly-custody-holder = هي في السجل لدى من يمسحها
anomaly-custody-awaited = هي في طريقها إلى من يمسحها
anomaly-custody-former = كانت لدى من يمسحها ثم سلّمها
anomaly-custody-never = لم تكن يومًا في السجل لدى من يمسحها
anomaly-expiry-past = انتهت صلاحيتها منذ { $value }
anomaly-expiry-earlier = تاريخ الانتهاء المطبوع قبل تاريخ التشغيلة بمقدار { $value }
anomaly-missing = ينقص شيء يُعرف عادة عن مسح كهذا
anomaly-other = في هذا المسح شيء غير معتاد
seen-far-away = بحسب بوابة، مُسح هذا الرمز على بُعد نحو { $kilometres } كم قبل نحو { $hours } ساعة: إحدى العبوتين نسخة. هذا غير مثبت. قارن العبوة بأخرى من تشغيلتها قبل تسليمها.
offline = تم التحقق بلا شبكة مقابل سجلات عمرها { $age }؛ وما حدث بعدها غير معروف.
clock-behind = ساعة هذا الجهاز متأخرة { $minutes } دقيقة عن ساعة السلسلة. اضبطها وامسح مرة أخرى.
stale-node = أحدث بيانات هذه العقدة عمرها { $minutes } دقيقة. وأي سحب بعدها قد يفوت.
stale-snapshot = السجلات المتاحة عمرها { $age }، والحد الأقصى { $most }: وأي سحب بعدها قد يفوت. احصل على لقطة أحدث، أو امسح مع الشبكة.
may-have-changed = { $finding } كان ذلك { $ago }؛ وقد يكون تغيّر منذئذ.
bad-lot = اسم التشغيلة أطول مما يمكن.
unknown-participant = لا مشارك له رقم GLN { $gln } المضبوط في هذا الماسح.
scanner-misconfigured = ماسحك مضبوط خطأً؛ وهذا لا يدلّ على شيء ضد العبوة. يبدو أن: { $faults }.
fault-and = { "؛ و" }
fault-caps-lock = الأحرف الكبيرة والصغيرة متبادلة: أطفئ Caps Lock
fault-upper-case = تصل كل الأحرف كبيرة: اجعل الماسح يُبقي حالة الأحرف
fault-lower-case = تصل كل الأحرف صغيرة: اجعل الماسح يُبقي حالة الأحرف
fault-german-layout = الماسح يكتب للوحة مفاتيح أمريكية: اضبطه على التخطيط الألماني
fault-french-layout = الماسح يكتب للوحة مفاتيح أمريكية: اضبطه على التخطيط الفرنسي
fault-other-separator = يصل الفاصل كرمز آخر: اجعل الماسح يرسل FNC1 على هيئة GS (ASCII 29)
fault-lost-separator = يضيع الفاصل: اجعل الماسح يرسل FNC1 على هيئة GS (ASCII 29)
fault-broken-prefix = يصل معرّف نوع الرمز مجزّأً: فعّله أو عطّله كاملًا
fault-trailing-characters = يتبع الرمزَ حرفٌ زائد: اجعل الماسح لا يرسل لاحقة
incomplete-code = ينقص الرمزَ: { $missing }، فلا يدل على عبوة واحدة.
element-gtin = GTIN
element-serial = الرقم التسلسلي
element-lot = التشغيلة
not-gs1 = هذا ليس رمز GS1 صالحًا: { $why } (عند الحرف { $at }).
next-incomplete-code = امسح الرمز ثنائي الأبعاد بجانب تاريخ انتهاء الصلاحية؛ رمز المنتج الشريطي لا يكفي.
next-not-gs1 = قارن الرمز بالعبوة حرفًا حرفًا، أو امسحه بدل كتابته.

next-genuine-not-received = استلم أولًا الشحنة التي فيها هذه العبوة.
next-genuine-far-away-pharmacist = افحص العبوة عن قرب: الطباعة والختم والنشرة. إن كان فيها شيء غريب فضعها جانبًا واسأل المصنّع؛ وإلا فاصرفها.
next-genuine-patient = يمكنك استخدام هذا الدواء كما وُصف لك.
next-genuine-pharmacist = تحقق من ختم العبوة، ثم اصرفها.
next-genuine-others = لا شيء يلزم فعله.
next-already-dispensed-here = صرفت صيدليتك هذه العبوة من قبل. إن كانت ما تزال في يدك فاعرف أي مريض أخذ أي عبوة؛ ولا تصرفها مرة أخرى.
next-already-used-elsewhere-patient = إن كانت صيدليتك قد سلّمتك هذه العبوة نفسها فكل شيء على ما يرام. وإن حصلت عليها من مكان آخر فلا تستخدمها واسأل صيدليًا.
next-already-used-elsewhere-pharmacist = لا تصرف هذه العبوة. ما لم تكن صيدليتك قد صرفتها فضعها جانبًا وأبلغ عنها: استُخدمت عبوة أخرى بهذا الرمز في مكان آخر.
next-already-used-elsewhere-wholesaler = لا تشحن هذه العبوة. ضعها جانبًا وأبلغ عنها: استُخدمت عبوة أخرى بهذا الرمز في مكان آخر.
next-already-used-elsewhere-others = تتبّع العبوة واعرف هل هي المصروفة أم نسخة من رمزها.
next-do-not-use-patient = لا تستخدم هذا الدواء. خذه إلى صيدلية.
next-do-not-use-trade = ضع العبوة في الحجر. اتبع إشعار السحب أو إجراءاتك للسبب المذكور.
next-do-not-use-others = تأكد من سحب العبوة.
next-not-recognised-patient = لم تطابق هذه العبوة أي عبوة سجّلها مصنّعها. لا تستخدمها؛ واطلب من صيدلي فحصها.
next-not-recognised-trade = امسح مرة أخرى لاستبعاد خطأ القراءة. إن بقي الأمر فضع العبوة في الحجر وأبلغ الجهة الرقابية والمصنّع.
next-not-recognised-others = قارن الرمز بسجلات المصنّع، ثم افتح قضية.
next-suspicious-patient = ما طُبع على هذه العبوة أو مكان وجودها لا يوافق السجلات. لا تستخدمها؛ واطلب من صيدلي فحصها.
next-suspicious-trade = ضع العبوة في الحجر، واحتفظ بالغلاف، وأبلغ الجهة الرقابية والمصنّع.
next-suspicious-others = احفظ العبوة في مكان آمن وافتح قضية.
next-could-not-check-patient = هذا لا يدلّ على شيء ضد العبوة. امسح الرمز المربّع الكبير وحاول لاحقًا، أو اسأل صيدليًا.
next-could-not-check-others = هذا لا يدلّ على شيء ضد العبوة. لا تصرفها ولا تشحنها اعتمادًا على هذا المسح؛ انظر السبب، ثم امسح مرة أخرى.

gs1-empty = لم يُمسح شيء: امسح الرمز مرة أخرى
gs1-too-long = النص أطول من أي رمز GS1: امسح رمزًا واحدًا
gs1-unknown-ai = لا يبدأ هنا معرّف تطبيق GS1: قد لا يكون الرمز من GS1، أو ضاع فاصل
gs1-missing-value = معرّف تطبيق بلا قيمة: قد يكون الرمز مقطوعًا
gs1-value-too-short = قيمة أقصر مما يطلبه معرّفها: قد يكون الرمز مقطوعًا
gs1-value-too-long = قيمة أطول مما يسمح به معرّفها: قد يكون فاصل قد ضاع
gs1-bad-character = قيمة فيها حرف لا يسمح به معرّفها
gs1-bad-check-digit = رقم التحقق خاطئ: امسح مرة أخرى، أو قارن بالرقم المطبوع
gs1-bad-company-prefix = المفتاح لا يبدأ ببادئة شركة من GS1
gs1-bad-date = لا يوجد هذا التاريخ: التواريخ بصيغة YYMMDD، واليوم 00 يعني آخر الشهر
gs1-bad-time = لا يوجد هذا الوقت
gs1-not-in-list = القيمة ليست في القائمة التي يشير إليها معرّفها
gs1-bad-content = القيمة تخالف قاعدة من قواعد معرّفها
gs1-repeated-ai = معرّف تكرر بقيمتين مختلفتين: قد يكون رمزان قد اختلطا
gs1-missing-partner = معرّف بلا آخر يحتاج إليه، مثل رقم تسلسلي بلا GTIN
gs1-excluded-partner = معرّفان معًا يستبعد أحدهما الآخر
gs1-bad-brackets = يجب أن تحيط الأقواس بكل معرّف، كما في (01)09506000134352
gs1-bad-uri = العنوان ليس URI سليمًا من نوع http أو https
gs1-no-link-key = لا مفتاح GS1 في العنوان: ليس GS1 Digital Link
gs1-bad-link-path = مؤهلات المفتاح في هذا الرابط الرقمي غير معروفة أو غير مرتبة
gs1-bad-link-attribute = لا يجوز أن يكون هذا المعرّف في استعلام رابط رقمي
gs1-bad-escape = ترميز بالنسبة المئوية معطوب

node-bad-address = ‏`{ $address }` ليس عنوان عقدة. أعطِ عنوانًا مثل http://127.0.0.1:9944.
node-unreachable = لا تجيب عقدة عند { $address }: { $cause }. تأكد من أن العقدة تعمل وأن العنوان والشبكة صحيحان، ثم حاول مرة أخرى.
node-too-slow = يتأخر { $address } كثيرًا في الجواب. تأكد من أن العقدة تعمل وأن العنوان والشبكة صحيحان، ثم حاول مرة أخرى.
node-timeout = لم تجب أي عقدة في الوقت المناسب.
node-wrong-chain = ‏{ $address } ليس عقدة Medtrail: إنه يخدم `{ $chain }`. أعطِ عنوان عقدة من سلسلة Medtrail.
node-wrong-version = معاملات السلسلة بالإصدار { $found }، وهذا البرنامج يكتب الإصدار { $known }. حدّث هذا البرنامج.
node-error = رفضت العقدة الطلب: { $said } ({ $code }). جرّب عقدة أخرى؛ فإن استمر الأمر فأخبر المشغّل.
node-bad-answer = جواب العقدة بلا معنى: { $what }. جرّب عقدة أخرى؛ فإن استمر الأمر فأخبر المشغّل.
node-no-block = العقدة ليست لديها الكتلة. حاول بعد لحظة، أو جرّب عقدة أخرى.
node-none-honest = كل عقدة ذُكرت أعطت أجوبة خاطئة. أعطِ عنوان عقدة أخرى، وأخبر مشغّلي هذه.
node-no-finality = لا تثبت العقدة أن كتلتها الأخيرة نهائية. اسأل عقدة تشارك في الإقرار النهائي.
clock-set-back = أُرجعت ساعة هذا الجهاز إلى الوراء. اضبطها وامسح مرة أخرى.
node-unproven = جواب العقدة غير مثبت: { $why }. { $next }
proof-too-large = الإثبات أكبر من إثبات صادق
proof-incomplete = الإثبات لا يصل من جذر حالة الكتلة إلى المفتاح
proof-undecodable = القيمة المثبتة لا تُقرأ: قد تكون السلسلة بإصدار آخر
proof-misplaced = سجلات العبوة ليست حيث قالت العقدة
proof-bad-votes = الأصوات على الكتلة متناقضة
proof-not-by-set = الكتلة لم يقرّها من يحق لهم ذلك
proof-bad-set = مجموعة المُقرّين غير صالحة
proof-unknown-change = غيّرت السلسلة مُقرّيها بطريقة لا يعرفها هذا البرنامج
proof-no-change = الكتلة لا تغيّر المُقرّين
proof-older = الكتلة أقدم من كتلة معروفة بأنها نهائية
proof-fork = أُقرّت أيضًا كتلة أخرى على الارتفاع نفسه: السلسلة منقسمة
proof-other-chain = الكتلة من سلسلة أخرى
proof-other-base = الفرق يبدأ من لقطة أخرى
next-node-behind = انتظر حتى تلحق العقدة، أو اسأل أخرى.
next-chain-split = لا تعتمد على أي عقدة من هذه السلسلة حتى تقول جهاتها الرقابية ما حدث.
next-not-by-set = تأكد من أن نقطة التحقق من هذه السلسلة. فإن كانت كذلك فلا تعتمد على هذه العقدة وأخبر مشغّلها.
next-update-program = حدّث هذا البرنامج.
next-other-node = لا تعتمد على هذه العقدة. جرّب أخرى وأخبر مشغّلها.
checkpoint-unreadable = هذه ليست نقطة تحقق من سلسلة Medtrail. أعطِ ملفًا صنعه `medtrail checkpoint`.
checkpoint-bad-signature = توقيع نقطة التحقق خاطئ. لا تستخدمها. احصل عليها من جديد ممن ينشرها لهذه السلسلة.
checkpoint-other-publisher = نقطة التحقق غير موقّعة من الناشر المذكور. لا تستخدمها. احصل عليها من جديد ممن ينشرها لهذه السلسلة.
checkpoint-too-old = نقطة التحقق أقدم من نصف سنة، أو من المستقبل. احصل على أحدث منها ممن ينشرها لهذه السلسلة.
checkpoint-bad-key = مفتاح الناشر ليس عبارة سرية. أعطِ ملفًا فيه عبارة سرية.
act-refused-otherwise = رُفض: { $why }. لم يتغيّر شيء. راجع الإجراء وحاول مرة أخرى.
act-number-taken = سبق إجراء آخر بالمفتاح نفسه: { $why }. لم يتغيّر شيء. حاول حين لا تستخدم برامج أخرى المفتاح نفسه.
act-unconfirmed = أُرسل الإجراء، لكن لم يُر أثره: { $why }. انظر العبوات بـ `medtrail trace` قبل أن تحاول مرة أخرى.
gateway-denies = تقول البوابة { $address } إن قائمة المصنّع ليس فيها هذا الرقم التسلسلي. هذا غير مثبت: قد تكون مخطئة، أو قُرئ الرمز خطأً. لا تعتمد على هذه العبوة حتى يُسأل المصنّع.
gateway-knows-nothing = البوابة { $address } لا تعرف الرمز.
gateway-dropped = أعطت البوابة { $address } إثباتًا خاطئًا ولن تُسأل بعد الآن. أخبر مشغّلها.
gateway-unreachable = لا تجيب بوابة عند { $address }: { $cause }.
gateway-refused = رفضت البوابة عند { $address }: { $said }.
gateway-bad-answer = جواب { $address } ليس جواب بوابة.
gateway-no-randomness = النظام لا يعطي أرقامًا عشوائية.
picture-file = لا يمكن قراءة { $path }: { $cause }.
picture-not-one = هذه ليست صورة PNG أو JPEG، أو أنها تالفة.
picture-too-large = الصورة كبيرة جدًا: 64 ميغابايت و100 ميغابكسل على الأكثر.
picture-no-code = لم يُعثر على رمز في الصورة.
picture-several-packs = تُظهر الصورة رموز عدة عبوات.
next-picture-file = تحقق من المسار وصلاحياته.
next-picture-not-one = اختر صورة PNG أو JPEG لرمز العبوة.
next-picture-too-large = صوّر مرة أخرى ببكسلات أقل، أو قص الصورة.
next-picture-no-code = صوّر مرة أخرى: الرمز كاملًا، واضحًا، بلا انعكاس، في ثلث الصورة أو أكثر.
next-picture-several-packs = صوّر عبوة واحدة في كل مرة.
