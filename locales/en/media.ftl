# Pictures.

media-mine-title = My pictures
media-mine-add = Add a picture
media-mine-file = Picture
media-mine-file-hint = PNG, JPEG, WebP or GIF, up to 25 MB. It is turned upright and what the camera wrote into it, such as the place, is taken out.
media-mine-alt = What it shows
media-mine-alt-hint = For everybody who can't see it.
media-mine-optional = optional
media-mine-save = Add it
media-mine-added = The picture is here. Copy its line into your text.
media-mine-removed = The picture is gone.
media-mine-remove = Remove
media-mine-line = Line for your text
media-mine-copied = Copied
media-mine-shown = In use
media-mine-idle = Not used yet
media-mine-rest = Pictures that no post, comment or draft has used for { $days } days are removed by themselves.
media-mine-empty = No pictures yet
media-mine-empty-why = Pictures that you add here or in the editor are kept here for your posts and comments.
media-mine-full = Full size

## In the editor
media-upload-alt = What does it show?
media-upload-take-out = Take out of the text

## Studio
media-studio-title = Media
media-studio-totals = { $count ->
    [one] 1 picture, { $size }
   *[other] { COUNT($count) } pictures, { $size }
}
media-studio-former = A former member
media-studio-size = { $width } × { $height }, { $size }
media-studio-places = { $count ->
    [0] Nothing shows it
    [one] Shown in one place
   *[other] Shown in { $count } places
}
media-studio-hidden = Only its owner sees a picture that nothing shows.
media-studio-remove = Remove
media-studio-empty = No pictures yet
media-studio-empty-why = Pictures from posts and comments appear here.

fault-media-file-missing = Choose a picture first.
fault-media-alt-long = A description has at most 300 characters.
fault-media-daily = That is all for today: 300 pictures within 24 hours. Try again later.
fault-media-shown = A post or comment still shows this picture. Take it out there first.
