# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Pages of the documentation that are run: their commands, what these print, and
# the files that they show.

# page_steps HOSTS [FILE]: each command that is typed at a prompt of one of them,
# as "HOST COMMAND", and behind it " LINE" for what it prints.
page_steps()
{
	awk -v hosts="^  ($1)# " '
		$0 ~ hosts {
			prompt = index($0, "# ")
			print substr($0, 3, prompt - 3) " " substr($0, prompt + 2)
			inside = 1
			next
		}
		/^  / && inside { print " " substr($0, 3); next }
		{ inside = 0 }' "${2:--}"
}

# page_section TITLE PAGE: the lines below a title.
page_section()
{
	awk -v title="$1" '
		/^[=~-]+$/ && length($0) == length(last) { inside = last == title }
		inside { print }
		{ last = $0 }' "$2"
}

# page_file PATH PAGE: what the block has that follows the path.
page_file()
{
	awk -v path="\`\`$1\`\`" '
		/^[^ ]/ {
			inside = 0
			paragraph = last == "" ? $0 : paragraph " " $0
		}
		/::$/ && index(paragraph, path) { inside = 1 }
		/^  / && inside { print substr($0, 3) }
		{ last = $0 }' "$2"
}

# page_like TEXT: a regular expression of it; "..." is any text.
page_like()
{
	sed -E 's/[][\.*^$+?(){}|]/\\&/g; s/\\\.\\\.\\\./.*/g' <<<"$1"
}
