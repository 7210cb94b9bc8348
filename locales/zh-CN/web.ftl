# 版面与组件的文字。

web-skip = 跳到正文
web-close = 关闭
web-more = 更多操作
web-notice = 提示

## 导航
web-nav-main = 主导航
web-nav-mine = 我的
web-nav-dock = 底部导航
web-nav-home = 首页
web-nav-spaces = 空间
web-nav-search = 搜索
web-nav-new = 发帖
web-nav-notifications = 通知
web-nav-unread = { $count ->
    [0] 通知
   *[other] 通知，{ $count } 条未读
}
web-nav-me = 我的
web-nav-settings = 设置
web-nav-login = 登录
web-nav-join = 加入
web-nav-studio = 工作台
web-nav-crumbs = 位置
web-nav-toc = 目录
web-nav-beside = 作者与相关

## 工作台
web-studio-rooms = 全部房间
web-studio-leave = 看成员端

## 页脚
web-foot-label = 关于本社群
web-foot-powered = 由雅集驱动
web-foot-rules = 社群规则
web-foot-terms = 服务条款
web-foot-privacy = 隐私
web-foot-refunds = 退款规则
web-foot-other-language = English
web-foot-light = 浅色
web-foot-dark = 深色

## 实时连接
web-live-off = 现在离线，页面可能不是最新的，正在重连。
web-live-on = 已重新连上。

## 按键
web-keys-title = 键盘快捷键
web-keys-items = 下一条、上一条
web-keys-like = 赞
web-keys-comment = 评论
web-keys-headings = 上一节、下一节

## 帖子、评论、表态
web-featured = 精华
web-pinned = 置顶
web-edited = 已编辑
web-bookmark = 收藏
web-bookmarked = 已收藏
web-reply = 回复
web-react-more = 其他表态
web-react-like = 赞
web-react-thanks = 感谢
web-react-insight = 有启发
web-react-laugh = 有趣
web-react-question = 没看懂
web-comments-count = { $count ->
   *[other] 条评论
}
web-answers-count = { $count ->
    [0] 还没有回答
   *[other] { COUNT($count) } 个回答
}

## 开通卡
web-offer-sign-in = 已是成员，登录

## 列表
web-pages = 翻页
web-pages-more = 加载更多
web-pages-newer = 较新
web-pages-older = 较早
web-filter-apply = 查看
web-filter-clear = 清除条件
web-stat-none = 还没有数据
web-stat-up = 升 { $change }
web-stat-down = 降 { $change }
web-stat-flat = 持平

## 编辑器
web-editor-tools = 格式
web-editor-bold = 加粗
web-editor-italic = 强调
web-editor-heading = 小标题
web-editor-link = 链接
web-editor-quote = 引用
web-editor-code = 代码
web-editor-list = 列表
web-editor-numbers = 编号列表
web-editor-image = 图片
web-editor-math = 公式
web-editor-divider = 以下付费
web-editor-divider-hint = 这条线以下只有付费成员能看
web-editor-write = 写
web-editor-preview = 预览
web-editor-preview-failed = 预览没有取到，你写的内容还在。
web-editor-preview-empty = 还没有内容可预览。
web-editor-saved = 已保存在本机
web-editor-synced = 已同步到草稿
web-editor-away = 登录已过期，内容保存在本机。重新登录后继续。
web-editor-free = 试读
web-editor-table = 表格
web-editor-restored = 已恢复上次没有发出的内容。
web-editor-discard = 不要了
web-editor-help = 支持 Markdown · Ctrl Enter 发送
web-editor-pictures = 添加图片（另开一页）
web-editor-sending = 正在上传
web-editor-send-failed = 没传上来。
web-editor-send-again = 重试
web-editor-send-stop = 取消
web-editor-send-large = 超过了 { $most } MB。
web-editor-send-kind = 不是图片，请用 PNG、JPEG、WebP 或 GIF。
web-editor-send-wait = 图片还在上传，传完再发送。
web-editor-drop = 把图片拖到这里

## 表单
web-problems-title = { $count ->
   *[other] 有 { $count } 处要改
}
web-optional = 选填
web-copy = 复制
web-copied = 已复制
web-failed = 这一步没有成功，请再试一次。

## 时刻
web-when-now = 刚刚
web-when-minutes = { $count ->
   *[other] { $count } 分钟前
}
web-when-hours = { $count ->
   *[other] { $count } 小时前
}
web-when-days = { $count ->
    [1] 昨天
   *[other] { $count } 天前
}

## 结果
web-fault-unknown = 这一步没有成功，你填的内容还在。
web-fault-note = { $said }你写的内容都还在。
web-fault-status = 状态码 { $status }
web-fault-number = 联系团队时请报这个编号：{ $number }
web-again-seconds = { $count ->
   *[other] 请在 { $count } 秒后再试。
}
web-again-minutes = { $count ->
   *[other] 请在 { $count } 分钟后再试。
}
web-again-hours = { $count ->
   *[other] 请在 { $count } 小时后再试。
}
web-way-offer = 看看怎样开通
web-way-request = 继续
web-way-sign-in = 登录
web-way-again = 再试一次
web-way-home = 回到首页
web-opening-title = 网站正在启动，请稍后再试。
web-kept-title = 这是你刚才要发送的内容
web-kept-why = 内容没有发出。看一遍，再由你自己发送。
web-kept-send = 现在发送
web-kept-field-title = 标题
web-kept-field-summary = 摘要
web-kept-field-body = 正文
web-kept-field-tags = 标签
web-kept-field-name = 名字
web-kept-field-about = 简介
web-kept-field-location = 地点
web-kept-field-links = 链接
web-kept-field-interests = 兴趣
web-kept-field-email = 邮箱
web-kept-field-note = 说明
web-personas = 换个身份看
web-banner-demo = 演示站点：人物是虚构的，付款不会真扣。
web-banner-sandbox = 沙箱已打开：这里的支付都是模拟的。
fault-session-needed = 请先登录。
fault-session-bad-token = 令牌无效，可能已经过期。
fault-session-signed-in = 你已经登录了。
fault-session-reauthenticate = 请先确认是你本人。
fault-permission-missing = 你还没有这一步需要的权限。角色由主理人在“团队”页分配。
fault-page-missing = 没有这一页，或它不对你开放。
fault-request-method = 这个地址不能这样访问。
fault-request-cross-site = 这个请求来自其他网站，没有执行。
fault-request-query = 地址里有读不懂的部分。
fault-request-form = 表单没有读懂。检查填写的内容，再提交一次。
fault-request-not-json = 请求体必须是 JSON，Content-Type 为 application/json。
fault-request-json = JSON 请求体的格式不对。
fault-request-missing-field = 缺少这个字段。
fault-request-unknown-field = 没有这个名字的字段。
fault-request-wrong-type = 这个字段的类型不对。
fault-request-wrong-value = 这个字段不能用这个值。
fault-request-too-large = 一次最多发送 512 KB，这次太大了。
fault-request-broken = 内容没传完，连接就断了。请再试一次。
fault-request-slow = 内容传得太慢，没有收完。请换个好一点的网络再试。
fault-request-invalid = 有内容需要修改。
fault-cursor-invalid = 列表的位置读不懂，请从头开始。
fault-limit-invalid = 每页 1 到 100 条。
fault-limit-requests = 请求太频繁了。
fault-limit-burst = 短时间内请求太多。
fault-limit-sockets = 同时打开的页面超过了 10 个，请关掉几个。
fault-limit-writes = 写得太快了。
fault-live-topic = 话题要写成 post:ID、space:ID 或 me。
fault-live-too-many = 同时关注的话题太多了，请先取消一个。
fault-live-refused = 这个话题不对你开放。
fault-kept-missing = 这个浏览器里已经没有保留的内容。
fault-idempotency-missing = 这个请求要带 Idempotency-Key 请求头，这样重发多少次，钱都只动一次。
fault-idempotency-key = 幂等键需为 1 到 255 个字符。
fault-idempotency-running = 使用这个键的第一个请求还在处理。
fault-idempotency-other-body = 这个键已用于另一个请求。
fault-outbound-private = 这个地址不在公网上。
fault-site-elsewhere = 这个社群不在这个地址。
fault-site-busy = 网站暂时忙不过来，请过几秒再试。
fault-site-broken = 这一步没有成功，你填的内容还在。再试一次；若仍失败，把下面的编号发给我们。
fault-media-missing = 这个文件已经不在了。
fault-media-too-large = 文件超过了 25 MB。
fault-media-too-many-pixels = 图片像素太多，请缩小后再试。
fault-media-svg = 不接受 SVG 文件，请使用 PNG、JPEG 或 WebP。
fault-media-not-a-picture = 读不出图片，请使用 PNG、JPEG、GIF 或 WebP。
fault-range-invalid = 文件没有这一部分。
web-editor-mentions = 提到谁
