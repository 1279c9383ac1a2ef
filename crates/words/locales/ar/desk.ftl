# ما تقوله مكاتب العمل بجانب الماسح، ومكتب الشحنات.

tab-scan = المسح
tab-deliveries = الشحنات
work-loading = تجري قراءة السجل…
work-loading-hint = كل ما هو مدرج هنا مثبت.
work-not-read = تعذّرت القراءة
work-again = القراءة من جديد
work-locked = مفتاحك مقفل: يمكنك الاطلاع، ولا يمكنك القيام بأي فعل.
work-unlock = فتح القفل
work-no-key = لا يوجد مفتاح على هذا الجهاز: يمكنك الاطلاع، ولا يمكنك القيام بأي فعل.
work-enter-key = إدخال مفتاح
work-doing = { $told }: في الطريق إلى السجل…
work-done = ✓ { $told } (نهائي في الكتلة { $block }).
work-waits = { $told }: لا تجيب أي عقدة. ينتظر هذا الفعل على هذا الجهاز، وسيُرسل حالما تجيب عقدة.
work-motion = { $told }: لم يُنفَّذ بعد. الاقتراح { $motion } مفتوح. صوّت عليه في «المجلس»؛ ويسري حالما يوافق عدد كافٍ من الأعضاء.
work-shipment = هذه هي الشحنة { $shipment }.
work-refused = { $told }: لم يتم ذلك. { $why }
work-sure = { $told }: هل هذا ما تريده؟
work-sure-yes = نعم، نفّذ ذلك
work-sure-no = لا
delivery-scan-case = امسح رمز صندوق الشحن أو منصة التحميل، أو اكتب رقم SSCC
delivery-scan-pack = امسح العبوات لعدّها، أو اكتب رموزها
delivery-enter = إدخال
delivery-none = لا شيء في الطريق
delivery-none-hint = تظهر هنا الشحنات الواردة إلى مؤسستك والصادرة منها إلى أن تُستلم أو تُرفض أو تُلغى.
delivery-to-me = في الطريق إليك
delivery-from-me = في الطريق منك
delivery-number = الشحنة
delivery-with = الشريك التجاري
delivery-packs = العبوات
delivery-age = المدة في الطريق
delivery-overdue = { $age }، متأخرة
delivery-open = فتح
delivery-close = كل الشحنات
delivery-title = الشحنة { $number }
delivery-between = من { $from } إلى { $to }
delivery-line = رقم GTIN { $gtin } · التشغيلة { $lot } · { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    }
delivery-disposal = هذه البضائع مرتجعة للإتلاف. لا يُتوقع أن تكون عبواتها أصلية وفعّالة.
delivery-arrived = عُدّت: { $n }
delivery-missing = لم تُعدّ: { $n }
delivery-excess = غير معلن عنها: { $n }
delivery-bad = غير سليمة: { $n }
delivery-hint = استلم الشحنة المختومة كاملة، أو امسح العبوات واحدة بعد أخرى لاكتشاف الفروق.
delivery-hint-counted = استلم أولًا ما عددته، ثم ارفض الباقي أو تابع العدّ.
delivery-take-all = استلام الكل
delivery-take-counted = استلام ما عُدّ
delivery-refuse-missing = رفض الباقي: مفقود
delivery-refuse-damaged = رفض الباقي: تالف
delivery-refuse-suspect = رفض الباقي: مشبوه
delivery-tell-excess = الإبلاغ عمّا لم يُعلن عنه
delivery-excess-first = أبلغ أولًا عمّا لم يُعلن عنه: فالشحنة التي سُوّيت لا تقبل بلاغات.
delivery-excess-some = أُبلغ عن عبوات غير معلن عنها: { $n }. لم يبق سوى الإبلاغ عن البقية.
delivery-excess-all = أُبلغ عن عبوات غير معلن عنها: { $n }. لم يبق ما يُبلَّغ عنه.
delivery-excess-left = سُوّيت هذه الشحنة ولم تعد تقبل بلاغات. ما لم تُعلن عنه ما زال لديك: ضعه جانبًا وأخبر مرسله.
delivery-anew = بدء العدّ من جديد
delivery-not-clean = عبوات غير سليمة: { $n }. لذلك لا يُستلم الكل دفعة واحدة: استلم العبوات السليمة التي عُدّت وارفض الباقي، أو ابدأ العدّ من جديد.
delivery-all-counted = عُدّ كل شيء: استلم ما عُدّ.
delivery-cancel = إلغاء الشحنة
delivery-pack = العبوة
delivery-pack-is = النتيجة
delivery-pack-checking = يجري التحقق…
delivery-pack-good = في هذه الشحنة
delivery-pack-again = سبق عدّها
delivery-pack-excess = عبوة حقيقية، لكن غير معلن عنها
delivery-unknown = لا توجد في الطريق شحنة بهذا الرمز.
delivery-open-first = افتح شحنة أولًا: امسح رمز صندوق الشحن أو منصة التحميل، أو اخترها أدناه.
delivery-no-code = هذا ليس رمز عبوة. لم يُعدّ شيء.
delivery-too-many-gaps = العبوات في مواضع كثيرة جدًا من تشغيلتها بحيث لا يتسع لها فعل واحد. استلم أولًا جزءًا منها، مثل عبوات صندوق واحد.
purpose-return = مرتجع صالح لإعادة البيع
purpose-disposal = بضائع معدّة للإتلاف
told-dispense = صرف العبوة { $serial } من التشغيلة { $lot }، المنتج { $gtin }
told-receive-all = استلام الشحنة { $shipment } بكل ما فيها: { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    }
told-receive-counted = استلام ما عُدّ من الشحنة { $shipment }: { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    }
told-refuse = رفض ما يلي من الشحنة { $shipment }: { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    } ({ $reason ->
        [missing] مفقود
        [damaged] تالف
        [not-ordered] لم يُطلب
        [cold-chain] سلسلة التبريد
       *[suspect] مشبوه
    })
told-excess = الإبلاغ عما لم يُعلن في الشحنة { $shipment }: { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    }
told-cancel = إلغاء الشحنة { $shipment }
told-report = الإبلاغ عن العبوة { $serial } من التشغيلة { $lot }، المنتج { $gtin }
