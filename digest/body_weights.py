"""The weights of `digest.body`, written by tests/quality/fit_reading.py; docs/reading.md tells how to read them.

A line a feature and its weight.
"""

__all__ = ["WEIGHTS"]

_TABLE = """
addressed around 0 0.03
addressed around 1 -0.26
addressed around 2 -0.12
addressed around 3 -0.06
addressed, cues 1 -0.34
any line 0.38
at +1 edge 0.7
at +1 furniture -0.39
at +1 label -0.13
at +1 prose 0.23
at +1 stop -0.19
at +1 title -0.22
at +2 edge -0.33
at +2 furniture -0.42
at +2 label -0.09
at +2 prose 0.01
at +2 sentence -0.19
at +2 title -0.13
at -1 edge -2.63
at -1 furniture 0.62
at -1 label -0.05
at -1 prose 0.73
at -1 prose with cue 0.64
at -1 sentence 0.3
at -1 stop -2.25
at -1 title 0.76
at -2 edge 0.76
at -2 label -0.26
at -2 prose 0.12
at -2 stop -1.05
at -2 title 0.34
behind a stop -1.0
below the headline -1.23
capitals 1, long 0.54
capitals 2, long 0.66
capitals 3, long 0.41
capitals 3, short -0.56
capitals 5, long -0.39
capitals 5, short -0.68
capitals 6, long -0.67
capitals 6, short -0.31
colon 1.65
credit before, long -1.62
credit before, short -2.05
credit behind, long -1.58
credit behind, short -1.72
cues 0, long 1.24
cues 0, short 1.47
cues 1, long 1.24
cues 1, short -0.25
cues 2, short -2.46
cues around 0 0.45
cues around 3 -0.27
cues around 4 -1.22
date -2.43
digits 0 -0.47
digits 1 -0.26
digits 4 -1.06
function words 0, short 0.44
function words 1, long -0.73
function words 5, long 0.23
furniture ahead 0, prose -0.55
furniture ahead 1, other -0.43
furniture ahead 1, prose -0.62
furniture ahead 2, other -0.27
furniture behind 0, other 0.26
furniture behind 0, prose 0.93
furniture behind 1, other -0.22
furniture behind 2, other -0.47
furniture behind 3, other -0.8
furniture, at +1 furniture 0.41
furniture, at -1 label -1.28
imperative -1.28
kind furniture -1.59
kind label -0.53
kind prose 0.2
kind prose with cue 0.1
kind stop -2.07
kind title -0.77
label, at +1 prose with cue 0.88
label, at -1 furniture 0.57
label, at -1 label 0.38
label, at -1 prose -0.58
label, at -1 title 0.18
marks -0.98
of the headline 0, long -0.76
of the headline 0, short -0.58
of the headline 1, short -1.29
of the headline 2, long 0.38
of the headline 2, short -1.17
of the headline 3, long 0.77
part after stop, at end, size 3, other, short 0.59
part after stop, before stop, size 2, other, long -1.19
part after stop, before stop, size 3, other, long -2.52
part after stop, before stop, size 4, largest, long -1.41
part after stop, before stop, size 4, largest, short -2.1
part at start, at end, size 2, largest, short -0.76
part at start, at end, size 3, largest, long 0.99
part at start, at end, size 4, largest, long -0.75
part at start, at end, size 4, largest, short -1.33
part at start, before stop, size 2, largest, long 2.33
part at start, before stop, size 2, other, long 1.59
part at start, before stop, size 3, largest, long 2.36
part at start, before stop, size 4, largest, long 0.48
part at start, before stop, size 4, largest, short 1.21
part at start, before stop, size 4, other, long 1.57
part at start, before stop, size 4, other, short 1.18
part speaks 0, others 0, long -0.6
part speaks 0, others 0, short -1.34
part speaks 0, others 2, long 1.61
part speaks 0, others 3, long 2.77
part speaks 0, others 4, long 2.26
part speaks 0, others 4, short 1.41
part speaks 0, others none, short -0.72
part speaks 1, others 1, long 1.25
part speaks 1, others 1, short 1.77
part speaks 1, others 2, long 0.66
part speaks 1, others 2, short -0.8
part speaks 1, others 3, long 2.15
part speaks 1, others 4, long 1.21
part speaks 1, others 4, short 0.81
part speaks 1, others none, short 0.53
part speaks 2, others none, long -0.27
part speaks 2, others none, short -0.5
part speaks 3, others 4, long 1.5
part speaks 3, others 4, short 0.86
part speaks 3, others none, short 0.49
part speaks 4, others 2, long -0.91
part speaks 4, others 3, long -1.06
part speaks 4, others 4, long 1.28
part speaks 4, others 4, short 1.59
part speaks 4, others none, long 0.67
part tied 0, largest, after stop, long -0.58
part tied 0, largest, at start, long 2.49
part tied 0, largest, at start, short 1.0
part tied 0, other, after stop, long -2.13
part tied 1, largest, at start, long 1.75
part tied 1, other, after stop, long -2.45
part tied 2, largest, at start, long 1.59
part tied 2, largest, at start, short 1.62
part tied 3, largest, after stop, long 0.78
part tied 3, largest, after stop, short -0.67
part tied 3, largest, at start, long 1.14
part tied 3, other, after stop, long 1.05
part tied 3, other, after stop, short 1.5
part tied 3, other, at start, long 0.75
part tied 4, other, after stop, long 1.5
part tied none, largest, after stop, long -1.01
part tied none, largest, after stop, short -2.04
part tied none, largest, at start, long 0.96
part tied none, largest, at start, short 0.01
posed -2.75
printed twice -1.49
prose after 0 -0.38
prose after 1 -0.46
prose after 2 -1.0
prose after 3 -0.27
prose after 4 0.46
prose after 5 0.53
prose ahead 0, behind 0 -0.64
prose ahead 0, behind 1 -0.59
prose ahead 1, behind 0 -0.49
prose ahead 4, behind 0 0.32
prose around 0, other -0.73
prose around 1, other -0.35
prose around 3, prose 0.22
prose around 4, prose 0.18
prose before 0 0.02
prose before 0 and after 2, long -0.36
prose before 0 and after 2, short -1.62
prose before 1 -0.17
prose before 2 -0.09
prose before 2 and after 0, long -0.94
prose before 2 and after 0, short -0.4
prose before 2 and after 1, long -0.77
prose before 2 and after 2, long 0.13
prose before 2 and after 2, short 1.4
prose before 4 0.29
prose before 5 -0.13
prose with cue, at +1 prose 0.48
prose with cue, at +1 prose with cue -0.22
prose with cue, at +1 sentence -0.64
prose with cue, at +1 title 0.94
prose with cue, at -1 prose with cue -0.78
prose with cue, at -1 title -1.45
prose, at +1 prose 0.38
prose, at +1 sentence 0.57
prose, at +1 title 0.56
prose, at -1 label 0.18
prose, at -1 prose 0.11
prose, at -1 sentence 0.66
prose, at -1 title -0.58
quoted 1.01
quoted and told 0.77
run 0, prose 0.2
run 0, prose with cue 0.1
run 0, stop -2.07
run 1, furniture -1.4
run 1, label 0.42
run 3, label -1.03
run 3, title -0.33
run 4, label 1.3
run 4, title 0.62
run 5, furniture -0.07
sentence, at +1 label -0.48
sentence, at +1 prose 0.59
sentence, at +1 prose with cue 1.19
sentence, at -1 edge -2.27
sentence, at -1 prose 0.51
sentence, at -1 sentence 0.76
shared names 0, short 0.28
shared names 4, long -0.22
shared names 4, short -0.66
shared words 0 since stop 0 -0.58
shared words 0 since stop 1 -0.53
shared words 0 since stop 3 0.79
shared words 0, long, prose 0 1.16
shared words 0, long, prose 2 -1.79
shared words 0, long, prose 3 -2.04
shared words 0, short, prose 0 1.38
shared words 0, short, prose 2 -1.06
shared words 0, short, prose 3 -1.48
shared words 1 since stop 1 -0.74
shared words 1 since stop 3 1.14
shared words 1, long, prose 3 -1.93
shared words 2 since stop 3 0.69
shared words 2, long, prose 3 -0.92
shared words 2, short, prose 3 -1.41
shared words 3, long, prose 3 -0.56
shared words 3, short, prose 3 -0.74
shared words 4 since stop 3 0.76
shared words 4, short, prose 3 -0.97
shared words 5, short, prose 2 1.11
shared words 6, long, prose 3 0.25
shared words 6, short, prose 2 1.18
shared words 6, short, prose 3 0.61
since stop 0, other -0.83
since stop 1, prose -0.82
since stop 2, prose -0.59
since stop 3, other -1.0
since stop 4, other 1.49
since stop 4, prose 0.82
since stop 5, other 1.47
since stop 5, prose 1.95
since stop 6, other 0.43
since stop 6, prose -0.05
site -1.48
size 0, no sentence -0.6
size 1, no sentence -0.96
size 2, a sentence 0.46
size 2, no sentence 0.29
size 3, a sentence 0.86
size 3, no sentence 0.43
size 4, a sentence -0.36
size 4, no sentence -0.59
size 5, a sentence -0.75
size 5, no sentence -0.69
size 6, a sentence -0.37
size 7, a sentence 0.22
size 8, a sentence 0.73
size 8, no sentence 1.72
stop, at -1 prose -0.94
title, at +1 label 0.33
title, at +1 prose -0.53
title, at -1 edge -2.64
title, at -1 furniture 0.9
title, at -1 label 0.55
title, at -1 prose 0.78
title, at -1 prose with cue 0.64
title, at -1 title 0.47
under advertisement, long 1.3
under advertisement, short 0.12
under by-line, short -1.12
under credit, long 1.57
under navigation, short -0.88
under newsletter, long -1.41
under newsletter, short -0.92
under nothing, long 0.7
under nothing, short 1.13
under related, long -0.85
under related, short -1.25
under share, short -1.32
until stop 0, other -1.22
until stop 0, prose -0.47
until stop 1, prose -1.32
until stop 2, prose -1.42
until stop 3, other -0.87
until stop 3, prose -0.73
until stop 4, other 0.43
until stop 4, prose 0.7
until stop 5, prose 2.02
until stop 6, other 0.4
until stop 6, prose 1.33
we 0 0.36
we 1 0.27
we 3 -0.7
we 4 -1.3
you 0 0.15
you 3 -0.43
you 4 -0.9
"""

WEIGHTS = {feature: float(weight) for feature, weight in (line.rsplit(" ", 1) for line in _TABLE.strip().splitlines())}
