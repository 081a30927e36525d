# SPDX-License-Identifier: GPL-2.0
# gnuplot -e "data='chart.dat'" chart.gp > chart.svg
set terminal svg size 1000,420 font "sans,12" background "white"
set style data histogram
set style histogram clustered gap 1
set style fill solid 0.9 noborder
set boxwidth 0.9
set datafile missing "?"
set key outside right top
set ylabel "instructions per frame"
set yrange [0:*]
set grid y
# There are eight colours, and nine peers.
set linetype 9 linecolor rgb "gray50"
set xtics nomirror
set title "One network, 60-byte frames"
plot for [i=2:*] data using i:xtic(1) title columnheader(i)
