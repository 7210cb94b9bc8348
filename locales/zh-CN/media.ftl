# 图片。

media-mine-title = 我的图片
media-mine-add = 添加图片
media-mine-file = 图片
media-mine-file-hint = PNG、JPEG、WebP 或 GIF，最大 25 MB。图片会自动转正，相机写进去的信息（比如地点）会去掉。
media-mine-alt = 图片内容
media-mine-alt-hint = 写给看不到图片的人。
media-mine-optional = 选填
media-mine-save = 添加
media-mine-added = 图片已添加，把下面这一行复制到正文里即可。
media-mine-removed = 图片已删除。
media-mine-remove = 删除
media-mine-line = 放进正文的一行
media-mine-copied = 已复制
media-mine-shown = 正在使用
media-mine-idle = 还没有用到
media-mine-rest = { $days } 天内没有被帖子、评论或草稿用到的图片会自动删除。
media-mine-empty = 还没有图片
media-mine-empty-why = 在这里或编辑器里添加的图片都会放在这里，供发帖和评论使用。
media-mine-full = 查看原大图

## 编辑器里
media-upload-alt = 图里是什么？
media-upload-take-out = 从正文移除

## 工作室
media-studio-title = 媒体库
media-studio-totals = { $count ->
   *[other] { COUNT($count) } 张图片，共 { $size }
}
media-studio-former = 已注销的成员
media-studio-size = { $width } × { $height }，{ $size }
media-studio-places = { $count ->
    [0] 没有地方在用
   *[other] { $count } 处在用
}
media-studio-hidden = 没有地方在用的图片，只有上传者能看到。
media-studio-remove = 删除
media-studio-empty = 还没有图片
media-studio-empty-why = 帖子和评论里的图片会出现在这里。

fault-media-file-missing = 请先选一张图片。
fault-media-alt-long = 图片说明最多 300 个字。
fault-media-daily = 今天已达上限：24 小时内最多 300 张，请稍后再试。
fault-media-shown = 还有帖子或评论在用这张图片，请先从那里移除。
