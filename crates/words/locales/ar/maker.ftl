# What the manufacturer's desks say.

tab-products = المنتجات
tab-batches = التشغيلات
maker-open = فتح
maker-status = الحالة
maker-gtin = GTIN
maker-withdrawn = مسحوب من السوق
maker-recalled = مستدعى، الفئة { $class }
maker-off = الاستدعاء أو السحب من السوق
maker-progress = { $step }: العبوات { $done } من { $of }
maker-stop = إيقاف
maker-step-reading = التحضير
maker-step-hashing = حساب بصمات العبوات
maker-step-writing = كتابة قائمة العبوات
maker-step-printing = رسم الملصقات
product-none = لا توجد منتجات بعد
product-none-hint = سجّل منتجًا أولًا. لا تكون التشغيلات إلا لمنتجات مسجّلة.
product-new = منتج جديد
product-all = كل المنتجات
product-name = الاسم
product-name-hint = الاسم والتركيز والشكل الصيدلاني.
product-authorisation = رقم رخصة التسويق
product-markets = البلدان
product-markets-hint = حيث هو مرخّص: رموز من حرفين، مثل DE, FR.
product-markets-bad = اكتب رموزًا من حرفين تفصل بينها فواصل.
product-storage = التخزين
storage-ambient = بلا شروط خاصة
storage-refrigerated = من 2 إلى 8 °م
storage-room = من 20 إلى 25 °م
product-marketed = في السوق
product-register = تسجيل
product-gtin-hint = 8 أو 12 أو 13 أو 14 رقمًا. الأخير هو رقم التحقق.
product-gtin-good = رقم التحقق صحيح.
product-gtin-digits = لا يحوي GTIN إلا أرقامًا.
product-gtin-whole = مع رقم التحقق يكون { $gtin }.
product-gtin-check = رقم التحقق لا يطابق. بعد هذه الأرقام يكون { $digit }. قارن بالرقم المطبوع.
product-recall = استدعاء كل التشغيلات
product-withdraw = سحب المنتج من السوق
product-off-hint = يحتاج الاستدعاء إلى فئة. لا يمكن التراجع أبدًا عن الاستدعاء أو السحب.
class-1 = الفئة I: خطر على الحياة أو خطر جسيم على الصحة
class-2 = الفئة II: قد يسبّب مرضًا
class-3 = الفئة III: لا خطر يُذكر
batch-none = لا توجد تشغيلات بعد
batch-none-hint = تأخذ التشغيلة الجديدة قائمة أرقام تسلسلية أو تولّدها عشوائيًا.
batch-no-product = سجّل منتجًا أولًا.
batch-new = تشغيلة جديدة
batch-all = كل التشغيلات
batch-find = ابحث عن تشغيلة أو منتج أو GTIN
batch-shown = المعروض: { $shown } من { $all }
batch-lot = رقم التشغيلة
batch-lot-hint = كما هو مطبوع على العبوات: من 1 إلى 20 محرفًا.
batch-lot-bad = لرقم التشغيلة من 1 إلى 20 حرفًا أو رقمًا أو علامة، بلا مسافات.
batch-expiry = تاريخ الانتهاء
batch-expiry-hint = 2027-12-31، أو 2027-12 لنهاية الشهر، أو كما هو مطبوع: 271200.
batch-expiry-bad = هذا ليس تاريخًا.
batch-product = المنتج
batch-packs = العبوات
batch-packs-bad = اكتب عدد العبوات.
batch-serials = الأرقام التسلسلية
batch-serials-hint = بترتيب التعبئة. ملف نصي برقم في كل سطر، أو ملف CSV فيه عمود اسمه serial.
batch-choose-serials = اختر ملفًا…
batch-file = { $file }: { $packs ->
        [zero] { $packs } رقم تسلسلي
        [one] رقم تسلسلي واحد
        [two] رقمان تسلسليان
        [few] { $packs } أرقام تسلسلية
        [many] { $packs } رقمًا تسلسليًا
       *[other] { $packs } رقم تسلسلي
    }، من { $first } إلى { $last }
batch-random = أو عدد من الأرقام العشوائية
batch-random-hint = 4194304 على الأكثر.
batch-random-instead = أرقام عشوائية بدلًا من ذلك
batch-folder = المجلد السري
batch-folder-hint = يُنشأ داخله مجلد للتشغيلة. فيه الأرقام التسلسلية وما يثبتها: احفظه سرًا واحتفظ بنسخة.
batch-choose-folder = اختر مجلدًا…
batch-prepared = كُتبت التشغيلة في { $folder }. بقي تسجيلها فقط.
batch-register = تسجيل التشغيلة
batch-lacks = لتسجيلها، اختر منتجًا وأدخل التشغيلة وتاريخ الانتهاء والأرقام التسلسلية أو عددها.
batch-title = التشغيلة { $lot }
batch-registered = مسجّلة، لم يُفرج عنها
batch-released = مُفرج عنها
batch-part-recalled = مُفرج عنها، استُدعي بعضها
batch-range-recalled = العبوات { $first } إلى { $last }: مستدعاة، الفئة { $class }
batch-release = الإفراج للبيع
batch-release-hint = من الشخص المؤهل. اختر شهادة الجودة: لا تذهب إلى السجل إلا بصمتها.
batch-released-already = أُفرج عنها من قبل، أو لم تعد في السوق.
batch-choose-certificate = اختر الشهادة…
batch-labels = الملصقات
batch-labels-hint = ملف PDF يُرسم من المجلد السري. اطبعه بحجمه الأصلي.
batch-range = العبوات
batch-range-hint = الكل إن لم يُكتب شيء. موضع مثل 17 أو مجال مثل 0-499، والعد من 0.
batch-range-bad = ليس في التشغيلة عبوات كهذه.
batch-sheet = الورقة
batch-sheet-hint = الورق والأعمدة والصفوف. الملصقات الصغيرة، 3x8 و3x10، تترك الإثبات خارج الرمز.
batch-resolver = العنوان في الرمز
batch-print = حفظ بصيغة PDF…
batch-printed = ✓ الملصقات: { $labels }، الصفحات: { $pages }، في { $file }
batch-recall = استدعاء
batch-withdraw = سحب التشغيلة من السوق
batch-off-hint = يحتاج الاستدعاء إلى فئة. السحب يشمل التشغيلة كلها دائمًا. لا يمكن التراجع عن أي منهما.
batch-off-already = لم تعد في السوق أصلًا.
told-register-product = تسجيل المنتج { $gtin }
told-recall-product = استدعاء كل تشغيلات { $name }، الفئة { $class }. لا يمكن التراجع عن ذلك أبدًا
told-withdraw-product = سحب { $name } من السوق. لا يمكن التراجع عن ذلك أبدًا
told-release = الإفراج عن التشغيلة { $lot } للبيع بالشهادة { $name }
told-register-batch = تسجيل التشغيلة { $lot } وفيها { $packs ->
        [zero] { $packs } عبوة
        [one] عبوة واحدة
        [two] عبوتان
        [few] { $packs } عبوات
        [many] { $packs } عبوة
       *[other] { $packs } عبوة
    }
told-withdraw-batch = سحب التشغيلة { $lot } من السوق. لا يمكن التراجع عن ذلك أبدًا
told-recall-batch = استدعاء التشغيلة { $lot }، الفئة { $class }. لا يمكن التراجع عن ذلك أبدًا
told-recall-packs = استدعاء العبوات من { $start } إلى { $end } من التشغيلة { $lot }، الفئة { $class }. لا يمكن التراجع عن ذلك أبدًا
