# 商品、结账、订单、退款、账本。

commerce-optional = 选填
commerce-wrong = 有几处要改
commerce-for-ever = 长期
commerce-term-month = 一个月
commerce-term-year = 一年
commerce-per-month = /月
commerce-per-year = /年
commerce-no-renewal = 到期不自动扣款，提前 7 天提醒。
commerce-by-month = 每月合 { $amount }
commerce-by-month-saves = 每月合 { $amount }，比按月省 { $saved }
commerce-choose-plan = 方案
commerce-join = 加入
commerce-join-plan = 加入{ $name }
commerce-renew-any = 续费
commerce-renew-plan = 续费{ $name }
commerce-refund-note = { NUMBER($days) } 天内可全额退。
commerce-refund-how = 退回原付款方式。
commerce-proof = { COUNT($n) } 位成员已加入
commerce-join-title = 加入{ $site }
commerce-join-lead = 选一个方案，付完就在里面。
commerce-join-lead-renews = 续费接在现在的到期日之后。
commerce-you-hold = 你是成员，有效到 { $until }。
commerce-you-hold-for-ever = 你长期持有，不用续费。
commerce-then-until = 付款后到 { $until }
commerce-nothing-on-sale = 现在没有在售的方案
commerce-nothing-on-sale-why = 团队还没有放出方案，晚些再来看看。
commerce-checkout-title = 加入{ $name }
commerce-checkout-lead = 付完就在里面，不用另外注册。
commerce-checkout-lead-member = 付完就开通。
commerce-checkout-lead-renews = 你是成员，有效到 { $now }；付款后到 { $then }。
commerce-member-already = 已是成员？
commerce-sign-in = 登录
commerce-unpaid-title = 未付款的订单
commerce-unpaid = 你有一笔订单还没付：{ $name } · { $term }，{ $amount }。
commerce-go-back = 返回
commerce-email = 邮箱
commerce-email-hint = 收据、找回和到期提醒都发到这里。
commerce-way = 付款方式
commerce-way-sandbox = 沙箱（不产生真实扣款）
commerce-no-way-to-pay = 现在没有可用的付款方式，请联系团队。
commerce-consent-before = 付款即表示同意
commerce-consent-terms = 服务条款
commerce-consent-between = 与
commerce-consent-comma = 、
commerce-consent-refunds = 退款规则
commerce-consent-rules = 社群规则
commerce-consent-privacy = 隐私说明
commerce-consent-after = 。
commerce-pay = 支付 { $amount }
commerce-bill = 订单
commerce-line = { $name }，至 { $until }
commerce-to-pay = 应付
commerce-afterwards = 付款后马上可以
commerce-promise-back = 回到刚才那篇，从锁住的地方接着读
commerce-promise-inside = 打开{ $name }包含的全部内容
commerce-charge-title = { $name } · { $term }
commerce-you-are-in = 已付款，欢迎进来。
commerce-wait-title = 等待付款
commerce-wait-open = 正在等付款结果
commerce-wait-open-lead = 付完后这里会自己继续，不用刷新。
commerce-wait-long = 还没收到付款
commerce-wait-long-lead = 还没付的话，现在就能付。付过了不用再付：钱不会丢，到账后自动开通，并发邮件告诉你。订单号 { $no }。
commerce-wait-failed = 这次没有付成
commerce-wait-failed-lead = 没有扣款。可以再试一次。
commerce-wait-expired = 订单已关闭
commerce-wait-expired-lead = 30 分钟内没有付款。如果已经付了，钱会自动入账或原路退回。
commerce-wait-cancelled = 订单已取消
commerce-wait-cancelled-lead = 没有扣款。如果已经付了，钱会原路退回。
commerce-wait-staff = 付款金额与订单不符
commerce-wait-staff-lead = 收到 { $came }，订单是 { $asked }。团队会按这笔钱开通或退回，并发邮件告诉你。
commerce-wait-staff-again = 也可以现在按订单付 { $asked }，先前那笔会自动退回。
commerce-wait-refunded = 这笔订单已退款
commerce-wait-refunded-lead = 钱已退回原付款方式。
commerce-other-paid = 这笔钱已经收到
commerce-other-paid-lead = 请在下单的那个浏览器里继续，或用邮箱验证码登录。
commerce-other-open-lead = 请在下单的那个浏览器里继续。
commerce-other-closed = 订单已关闭
commerce-other-closed-lead = 这个订单不能再付款了。如果已经付了，钱会自动入账或原路退回。
commerce-pay-again = 再付一次
commerce-go-pay = 去付款
commerce-see-order = 查看订单
commerce-order-again = 重新下单
commerce-cancel-order = 取消订单
commerce-cancelled = 订单已取消，没有扣款。
commerce-go-on = 继续
commerce-fact-order = 订单号
commerce-fact-product = 商品
commerce-fact-amount = 金额
commerce-fact-seller = 销售方
commerce-fact-until = 有效到
commerce-fact-from = 开始
commerce-fact-placed = 下单时间
commerce-fact-paid = 付款时间
commerce-fact-refunded = 已退
commerce-fact-buyer = 买家
commerce-receipt-subject = { $site } 收据 { $no }
commerce-receipt-lead = 已收到付款，{ $site } 的权益已开通。
commerce-receipt-open = 查看订单
commerce-receipt-other-device = 换设备时，用这个邮箱收验证码登录。
commerce-receipt-confirm = 请在付款的浏览器里确认这个邮箱：确认之后，换设备才能用它收验证码登录。
commerce-refunded-subject = { $site } 退款 { $no }
commerce-refunded-lead = 退款已办好，钱退回原付款方式。
commerce-refunded-note = 到账时间取决于付款渠道。
commerce-reminder-subject = { $name } { $until } 到期
commerce-reminder-lead = 你在 { $site } 的{ $name }快到期了。
commerce-reminder-renew = 续费
commerce-mail-foot = 这封邮件由 { $site } 发出，与你的订单有关。
commerce-membership-title = 我的会员
commerce-no-membership = 还不是会员
commerce-no-membership-why = 加入后，方案和到期日会显示在这里。
commerce-a-plan = 会员方案
commerce-plan-running = 有效
commerce-plan-ahead = 未开始
commerce-plan-over = 已结束
commerce-renew = 续费 { $amount }{ $per }
commerce-loose-title = 没有用上的付款
commerce-loose-money = { $why ->
    [wrong_amount] 与订单金额不符。团队会按这笔钱开通或退回，并发邮件告诉你。
    [second] 订单已经付过，自动退回。已退 { $back }。
    [late] 来得太晚，自动退回。已退 { $back }。
    [held] 你已长期拥有，不用付钱，自动退回。已退 { $back }。
   *[staff] 团队已退回。已退 { $back }。
}
commerce-orders-title = 我的订单
commerce-no-orders = 还没有订单
commerce-no-orders-why = 买过的都列在这里，付款和退款一起看。
commerce-order-title = 订单 { $no }
commerce-write-us = 联系我们
commerce-column-state = 状态
commerce-column-when = 时间
commerce-state-needs-staff = 待处理
commerce-state-awaiting = 待付款
commerce-state-paid = 已付款
commerce-state-part-refunded = 部分退款
commerce-state-refunded = 已退款
commerce-state-expired = 已关闭
commerce-state-cancelled = 已取消
commerce-studio-orders = 订单
commerce-tab-all = 全部
commerce-no-orders-yet = 还没有订单。
commerce-payments-title = 付款
commerce-no-payments = 还没有付款。
commerce-refunds-title = 退款记录
commerce-no-refunds = 没有退款。
commerce-payment-state = { $state ->
    [created] 已创建
    [pending] 等待中
    [succeeded] 已到账
    [failed] 未付成
    [expired] 已过期
   *[reversed] 被撤回
}
commerce-refund-state = { $state ->
    [requested] 已决定
    [submitted] 办理中
    [succeeded] 已退
    [failed] 被拒绝
   *[unknown] 待确认
}
commerce-refund-why = { $why ->
    [second] 重复付款，自动退回
    [late] 过期后到账，自动退回
    [held] 已长期拥有，自动退回
   *[staff] { $reason }
}
commerce-waiting-lead = 收到 { $amount }，与订单金额不符。可以按这笔钱开通，或在下面退款。
commerce-settle = 按这笔钱开通
commerce-refund-give = 退款
commerce-refund-amount = 金额
commerce-refund-amount-hint = 不填则退全部余额 { $left }。
commerce-refund-reason = 理由
commerce-refund-reason-hint = 记入审计记录。
commerce-refund-until = 新的最后一天
commerce-refund-until-hint = 只在部分退款时可填；不填则到期日不变。
commerce-refund-next = 下一步：核对
commerce-refund-full = 全额退款 { $amount }，这笔订单买的时间随即收回。
commerce-refund-part = 部分退款 { $amount }。
commerce-end-before = 现在有效到
commerce-end-after = 退款后有效到
commerce-nothing-given = 没有开通过
commerce-ends-now = 随即结束
commerce-refund-yes = 退款
commerce-refund-no = 不退
commerce-products-title = 商品
commerce-products-all = 会员方案
commerce-no-products = 还没有商品。先建一个会员方案。
commerce-sale-on = 在售
commerce-sale-off = 已下架
commerce-take-off-sale = 下架
commerce-put-on-sale = 上架
commerce-product-new = 新建会员方案
commerce-product-name = 名称
commerce-price-month = 按月价格
commerce-price-year = 按年价格
commerce-product-opens = 能看什么
commerce-product-opens-lead = 改动对所有持有这个方案的成员立即生效。
commerce-product-things = 空间和方案
commerce-product-posts = 单篇帖子
commerce-product-posts-hint = 每行一个帖子地址。
commerce-product-save = 保存
commerce-product-prices = 价格
commerce-product-prices-lead = 停售的价格不再接受新订单，已下的订单不受影响。
commerce-price-term = 时长
commerce-price-amount = 金额
commerce-price-add = 添加价格
commerce-product-create = 新建方案
commerce-ledger-title = 账本
commerce-book-live = 真实账本
commerce-book-sandbox = 沙箱账本
commerce-ledger-holds = 已逐条核对 { NUMBER($n) } 笔，收支相抵，无改动。
commerce-ledger-broken = 核对不通过：{ $what }
commerce-ledger-empty = 还没有分录。
commerce-balances = 余额
commerce-entries = 分录
commerce-column-account = 科目
commerce-column-currency = 币种
commerce-column-balance = 余额
commerce-column-number = 编号
commerce-column-act = 事由
commerce-column-lines = 明细
commerce-stray = 没有对上订单的钱
commerce-column-transaction = 交易号
commerce-column-hash = 校验
commerce-ledger-act = { $act ->
    [received] 收款
    [fee] 手续费
    [refunded] 退款
    [unapplied_booked] 未对上的收款
    [unapplied_applied] 未对上的钱转为收款
    [unapplied_refunded] 退回未对上的钱
    [settled] 提现到银行
   *[corrected] 更正
}
commerce-sandbox-title = 沙箱付款
commerce-sandbox-lead = 这里没有真钱。选一个结果，看看会发生什么。
commerce-sandbox-success = 付款成功
commerce-sandbox-failure = 付款失败
commerce-sandbox-delay = 成功，通知晚 20 秒
commerce-sandbox-duplicate = 成功，通知重复
commerce-sandbox-wrong-amount = 到账金额不符
commerce-sandbox-decided = 这笔已经有结果，再选只会重发通知。
commerce-sandbox-leave = 返回订单

fault-product-denied = 你的角色不能管理商品。
fault-refund-denied = 你的角色不能退款。
fault-product-missing = 没有找到这个商品。
fault-product-name = 名称要有 1 到 40 个看得见的字。
fault-product-prices = 至少填一个价格，最多 4 个。
fault-product-kind = 目前只能新建会员方案。
fault-price-amount = 填一个大于 0 的金额，小数位不超过币种允许的位数。
fault-price-currency = 价格要用社群的币种。
fault-price-term = 期限是 month 或 year。
fault-price-twice = 有两个价格一模一样，去掉一个。
fault-price-missing = 没有找到这个价格。
fault-price-off-sale = 这个价格已经下架，请选别的方案。
fault-order-status-of-all = 只有全站订单的列表能按状态筛选。
fault-order-missing = 没有找到这个订单。
fault-order-closed = 订单已关闭，请重新下单。
fault-order-already-paid = 订单已经付过了。
fault-order-money-waits = 这个订单收到过一笔钱，团队正在核对，暂时不能取消。
fault-provider-missing = 没有这种付款方式。
fault-provider-off = 这种付款方式现在不可用，请换一种。
fault-payment-missing = 没有找到这笔付款。
fault-payment-not-waiting = 这笔钱已经处理过了。
fault-notice-refused = 通知未通过验证。
fault-notice-too-large = 通知太大。
fault-checkout-stale = 页面已过期，已为你刷新，请再提交一次。
fault-checkout-twice = 正在处理上一次提交，请稍等。
fault-refund-nothing-left = 没有可退的余额。
fault-refund-amount = 金额要大于 0，且不超过可退余额。
fault-refund-reason = 写下理由，最多 500 字。
fault-refund-end-of-full = 全额退款随即结束，不能另设到期日。
fault-refund-missing = 没有找到这笔退款。
fault-sandbox-outcome = 没有这种结果。
fault-ledger-missing = 没有这个账本，只有 live 和 sandbox 两个。
fault-ledger-booked = 这件事已经入账。
commerce-provider = { $name ->
    [sandbox] 沙箱
   *[other] { $name }
}
commerce-account-clearing = 待结算（{ $provider }）
commerce-account = { $name ->
    [bank] 银行存款
    [sales] 销售收入
    [refunds] 退款
    [fees] 手续费
    [unapplied] 未对上的收款
    [held] 应付他人
   *[other] { $name }
}
