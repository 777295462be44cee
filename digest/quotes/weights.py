"""The weights of the quotation models, written by tests/quality/fit_quotes.py; docs/quotes.md tells how to read them.

A line a feature and its weight. A table with a language in its name is added to the one without.
"""

__all__ = ["WEIGHTS"]

WEIGHTS = {
    "quotation": """
after " -0.48
after ' 0.46
after ( -0.69
after ( words 4 -0.58
after (# -0.8
after (K 0.6
after ) 0.22
after ) words 4 0.61
after * -0.27
after * words 3 -0.2
after *K -0.13
after - 0.12
after - words 1 -0.19
after - words 2 0.58
after - words 4 -0.32
after -- 0.3
after -X -0.56
after -c 0.81
after . 0.6
after ; -0.66
after D 0.32
after D words 1 0.32
after D words 2 -0.31
after D words 3 0.17
after D words 4 0.13
after DK -0.82
after G words 2 -0.76
after G words 3 0.24
after G words 4 0.58
after I -0.23
after I words 4 0.53
after ID -0.6
after In 0.81
after It 0.67
after K 0.21
after K words 3 -0.49
after K words 4 0.57
after K, -0.54
after K. 0.05
after KK 0.14
after KS 0.7
after KV 0.66
after KX 0.3
after Ki 0.43
after Kn 0.09
after S -0.33
after S words 3 -0.33
after S words 4 0.28
after SD 0.36
after SK 0.1
after V 0.15
after V words 1 -0.51
after V words 4 0.29
after Vb -0.28
after Vi -0.25
after X 0.08
after X words 1 0.14
after X words 3 -0.69
after X words 4 0.77
after XD -0.19
after XV 0.74
after Xn -0.31
after a 0.72
after a words 3 -0.6
after a words 4 -0.17
after ai 0.79
after b 0.11
after b words 4 -0.67
after bD 0.75
after bg -0.78
after c 0.41
after c words 1 -0.41
after c words 2 0.17
after c words 3 0.31
after c words 4 0.34
after c" -0.17
after c, 0.48
after cK 0.24
after cS -0.52
after cV 0.29
after cX -0.86
after ca -0.38
after ch -0.34
after cn 0.42
after cp 0.34
after g -1.09
after g words 4 -0.41
after gK 0.39
after h 0.27
after h words 1 -0.44
after h words 2 -0.43
after h words 3 0.16
after h words 4 0.98
after hD 0.28
after hV 0.48
after hX -0.62
after hn 0.41
after hp -0.12
after i words 1 -0.32
after i words 2 -0.14
after i words 3 0.13
after i words 4 0.36
after iD 0.83
after iI 1.04
after iK 0.25
after ig -0.48
after ii -0.35
after in -0.53
after n -0.44
after n words 1 -0.09
after n words 2 0.11
after n words 3 0.06
after n words 4 -0.52
after n* -0.17
after n, -0.6
after n. 0.49
after n: -1.2
after nD 0.27
after nV 1.14
after nX 0.57
after ni -0.21
after nn -0.16
after nt 0.33
after p 0.94
after p words 1 0.29
after p words 3 0.29
after p words 4 0.16
after pS 0.18
after pV -0.31
after pX 0.35
after pa 0.65
after t words 3 0.22
after tD 0.23
after tK -1.01
after tn 0.68
after w -0.31
after w words 1 0.33
after w words 2 -0.8
after wV -0.28
after wX 1.35
after ¶ 0.3
after ¶ words 2 -0.11
after ¶ words 3 0.08
after ¶ words 4 0.5
after ¶¶ 0.3
after “ 0.68
always 1.17
before " 0.27
before " words 4 0.29
before "c -0.11
before #, -0.46
before #. 0.35
before ( -0.72
before * -1.01
before * words 1 -0.1
before * words 3 -0.28
before , 0.43
before , words 1 0.34
before , words 2 -0.2
before , words 3 0.43
before , words 4 -0.13
before ,D -0.85
before ,G 0.23
before ,I 0.37
before ,V -0.26
before ,h -0.44
before - -0.62
before - words 4 -0.91
before . 1.13
before . words 1 0.37
before . words 2 0.56
before . words 4 0.3
before ." 0.22
before .K 0.38
before : 0.41
before : words 3 0.55
before : words 4 -0.1
before D -0.16
before D words 1 -0.66
before D words 2 -0.21
before D words 3 0.47
before D words 4 0.25
before DV 0.61
before Dn 0.53
before G 0.93
before G words 4 0.32
before G, 0.36
before G: 0.14
before I 0.71
before I words 2 0.21
before I words 4 0.69
before Ih -0.46
before Ii 0.47
before It -0.42
before K -0.07
before K words 1 -0.49
before K words 3 -0.27
before K words 4 0.76
before K- -0.92
before K. -0.04
before K: -0.18
before KK -0.48
before KX -0.21
before Kc -0.38
before Kh 0.84
before Ki -0.66
before Kn -0.52
before Kt 0.23
before S 0.07
before S words 1 -0.46
before S words 2 0.32
before S words 3 0.32
before S, -0.49
before S. 0.45
before S: -0.21
before SD -0.15
before SK 0.2
before Sg -0.37
before Sp 0.29
before St 0.47
before V 0.73
before V words 2 0.66
before V words 3 -0.22
before V words 4 0.44
before V, 0.7
before VD -0.34
before Vh -1.1
before Vi -0.71
before Vn 0.26
before Vt 0.27
before X 0.15
before X words 2 -0.36
before X words 3 -0.22
before X words 4 0.78
before XD -0.36
before XV 0.63
before XX -0.2
before Xa 0.39
before Xn 0.54
before a -0.29
before a words 4 -0.48
before a, 0.19
before a. -0.42
before a: 0.16
before aX -0.58
before an 0.18
before b -0.98
before c -0.22
before c words 2 -0.41
before c words 3 0.2
before c words 4 0.15
before g -0.73
before g words 1 -0.45
before g words 2 -0.61
before g words 3 -0.44
before g words 4 0.76
before gn -0.29
before h -0.49
before h words 1 -0.26
before h words 3 -0.56
before h words 4 0.05
before hD 0.61
before hK 0.17
before hS -0.52
before hp -0.49
before i 0.2
before i words 1 0.62
before i words 2 -0.89
before i words 3 -0.14
before i words 4 0.62
before i, -0.77
before iD 0.46
before iI 0.36
before iK -0.51
before ig -0.88
before in -0.34
before n 0.34
before n words 1 0.12
before n words 2 0.19
before n words 4 -0.05
before n* -0.51
before n- 0.55
before n. -0.08
before n: 0.23
before nD 0.21
before nS -0.24
before nV 0.55
before nX 0.75
before nc 0.22
before nh -0.66
before nn -0.55
before nt 0.11
before o 0.35
before o words 3 0.25
before o. 0.4
before oh 0.56
before pS 1.16
before pV -0.29
before t 0.17
before t words 1 -0.31
before t words 3 -0.44
before t words 4 0.98
before tX -0.25
before tn 0.86
before w -0.22
before w words 4 -0.37
before wX 0.32
before ¶ 0.23
before ¶ words 1 0.19
before ¶ words 2 0.2
before ¶ words 3 -0.6
before ¶ words 4 0.45
before ¶- -0.76
before ¶K -0.26
before ¶¶ 0.23
before ” 0.84
before ”c 0.15
begins D lower 0.78
begins D title -0.38
begins D upper 0.13
begins G lower -0.71
begins I lower 0.45
begins I title -0.21
begins I upper -0.73
begins S lower -0.4
begins V lower 0.44
begins V title 1.02
begins V upper -1.08
begins X lower 1.22
begins X upper 0.21
begins a upper -0.1
begins b upper -0.55
begins c lower 0.29
begins c upper 0.19
begins h lower 0.21
begins h upper 0.36
begins i lower 0.63
begins i title 0.32
begins i upper 0.28
begins o upper 0.36
begins p lower 0.19
begins p upper -0.04
begins t lower 0.54
begins t upper 0.2
begins w lower 0.36
begins w upper -0.49
behind a 0.68
behind against 1.14
behind an -1.21
behind and -0.09
behind as -0.3
behind because 0.64
behind but 0.17
behind called -0.54
behind for -0.43
behind from 0.84
behind had 0.29
behind has 0.21
behind in -0.18
behind is 0.72
behind of -0.77
behind on -0.13
behind or -0.3
behind said 0.88
behind saying 0.25
behind than -0.23
behind that 1.14
behind the 0.07
behind was -0.4
behind were -0.48
behind will 0.24
behind with -0.33
behind would 0.47
between "Q¶ 0.21
between *Q* -0.25
between *Qn -0.18
between ,Q- 0.32
between ,QD -0.6
between ,QK 0.59
between ,Qa 0.22
between ,Qc -0.77
between ,Qh -0.32
between ,Qi -0.46
between ,Qn -0.86
between ,Qp -0.82
between ,Q¶ 1.14
between -Q- 0.29
between -Qb -1.06
between .QK -0.29
between .QS 0.15
between .QX -0.41
between .Qg -0.41
between .Qp 0.34
between .Q¶ 0.54
between :Q( 0.85
between :QD 0.27
between :QK 0.24
between :Qn -1.42
between :Qp 0.15
between :Q¶ 0.86
between DQI -0.65
between DQV -0.2
between DQc 0.37
between DQh 0.31
between DQi -0.35
between DQn 0.5
between DQ¶ -0.11
between GQD 0.26
between GQ¶ 0.33
between IQi 0.48
between IQ¶ 0.4
between KQK 0.16
between KQc 0.26
between KQi 0.15
between KQ¶ -0.15
between SQD 0.87
between SQi -0.53
between SQ¶ 0.3
between VQD 0.28
between VQh 0.45
between VQn -0.51
between VQ¶ -0.54
between XQD -0.73
between XQK -0.17
between XQa 0.23
between XQh 0.2
between XQi 0.25
between XQp 0.13
between XQ¶ -0.19
between cQK 0.25
between cQS -0.26
between cQ¶ 0.48
between gQ" -0.42
between gQK -0.54
between gQc 0.25
between gQh -0.67
between gQi -0.24
between gQn 0.69
between hQK -0.57
between hQh -0.46
between hQi 0.59
between hQp -0.49
between hQ¶ 0.23
between iQK -0.24
between iQX 0.74
between iQc 0.3
between iQi 0.13
between iQn -0.3
between iQw -0.38
between iQ¶ -0.65
between nQ- -0.27
between nQV -0.8
between nQb 0.94
between nQc -0.15
between nQh 0.53
between nQi 0.5
between nQn 0.62
between nQp 0.38
between nQ¶ -0.86
between oQ¶ 0.25
between pQ¶ 0.26
between tQc -0.56
between tQi -0.31
between tQn 0.3
between tQ¶ 0.36
between ¶Q' 0.41
between ¶Q( -1.32
between ¶QD 0.87
between ¶QK 0.92
between ¶QS 0.77
between ¶QV 0.69
between ¶Qg 0.35
between ¶Qn 0.39
between ¶Qp 0.56
between ¶Q¶ -1.77
comma  -0.45
comma behind 0.46
ends ! 0.64
ends ! words 1 0.69
ends ! words 2 0.31
ends ! words 3 0.9
ends ! words 4 -0.42
ends ! words 8 -0.93
ends , 0.27
ends , words 1 -0.19
ends , words 2 -0.13
ends , words 3 0.25
ends , words 4 0.49
ends , words 5 -0.27
ends , words 6 -0.18
ends , words 8 0.32
ends . 0.05
ends . words 1 -0.17
ends . words 2 0.25
ends . words 3 -0.23
ends . words 4 -0.4
ends . words 5 0.69
ends . words 6 -0.2
ends . words 8 0.12
ends ? -0.19
ends ? words 5 -0.45
ends ? words 6 0.23
ends ? words 8 0.53
ends none -0.42
ends none words 1 -1.12
ends none words 2 -0.99
ends none words 3 0.08
ends none words 4 0.38
ends none words 5 0.13
ends none words 6 0.36
ends none words 8 0.73
has S 0.08
has V -0.11
has X 0.05
has h 0.41
has o -0.31
has p 0.31
long title -3.2
marks within -2.04
named 0.84
said   -1.02
said   words 1 -1.12
said   words 2 -0.5
said   words 4 0.61
said  behind -0.07
said  behind words 1 -0.55
said  behind words 2 -0.11
said  behind words 3 0.44
said  behind words 4 0.16
said before  0.46
said before  words 1 0.2
said before  words 2 -0.29
said before  words 3 0.32
said before  words 4 0.23
said before behind 0.79
said before behind words 1 0.24
said before behind words 2 0.56
said before behind words 3 -0.41
said before behind words 4 0.41
shape lower 0.78
shape lower ends ! 0.21
shape lower ends , 0.07
shape lower ends . 0.51
shape lower ends ? -0.52
shape lower ends none 0.51
shape lower words 1 -0.9
shape lower words 12 0.49
shape lower words 2 -1.21
shape lower words 20 0.51
shape lower words 3 0.99
shape lower words 4 0.15
shape lower words 5 0.1
shape lower words 6 0.44
shape lower words 8 0.21
shape other -0.28
shape other ends none -0.22
shape other words 1 -0.09
shape title -0.99
shape title ends , -0.71
shape title ends . -0.52
shape title ends none -0.59
shape title words 12 -0.7
shape title words 2 0.4
shape title words 3 0.52
shape title words 5 -0.27
shape title words 6 -0.49
shape title words 8 -0.65
shape upper 0.66
shape upper ends ! -0.13
shape upper ends , 0.81
shape upper ends . 0.22
shape upper ends ? 0.06
shape upper ends none -0.12
shape upper words 1 -0.25
shape upper words 12 0.38
shape upper words 2 0.48
shape upper words 20 -0.12
shape upper words 3 -0.38
shape upper words 4 -0.55
shape upper words 5 0.36
shape upper words 6 0.37
shape upper words 8 0.36
speaks 0.42
speaks words 2 0.15
speaks words 3 0.34
speaks words 4 0.19
speaks words 5 -0.6
speaks words 6 0.16
speaks words 8 0.31
words 1 -1.24
words 12 0.27
words 2 -0.34
words 20 0.45
words 3 0.34
words 4 0.11
words 5 0.08
words 6 0.32
words 8 0.17
work before -0.94
work behind 0.08
""",
    "quotation de": """
after ( 0.11
after ( words 2 0.84
after ( words 3 -0.56
after ( words 4 -0.14
after (K -0.7
after ) -0.56
after ) words 1 -0.11
after ) words 3 -0.13
after , 0.33
after , words 1 0.43
after , words 2 0.56
after , words 3 -0.55
after , words 4 -0.12
after ,* -0.61
after ,D -0.52
after ,K -0.16
after ,S 0.23
after ,X 0.12
after ,a 0.82
after ,c 0.46
after ,h -0.22
after ,i -0.07
after ,n -0.26
after - -0.35
after - words 1 -0.08
after -K -0.47
after . 0.49
after . words 1 -0.36
after . words 2 0.01
after . words 3 0.47
after . words 4 0.38
after .D -0.26
after .K 0.62
after .a -0.45
after .i -0.21
after .p 0.62
after .¶ 0.32
after : 0.03
after : words 1 -0.28
after :D -0.13
after :K -0.49
after D 0.3
after D words 1 -0.51
after D words 2 -0.13
after D words 3 0.33
after D words 4 0.61
after DK 0.51
after Dn 0.02
after K -0.65
after K words 1 -0.23
after K words 2 0.23
after K words 4 -0.32
after KK -0.74
after KX -0.41
after Ki -0.03
after Kn -0.32
after S -0.49
after S words 2 -0.25
after S words 3 -0.12
after S words 4 -0.19
after S, -0.43
after S. 0.29
after Sp -0.31
after X 0.31
after X words 1 0.39
after X words 2 -0.12
after X words 3 0.25
after X words 4 -0.22
after X, 1.06
after X. 0.27
after XD -0.61
after XK -0.13
after Xi -0.32
after Xn -0.22
after a -0.41
after a words 1 -0.23
after a words 2 0.28
after a words 4 0.03
after aD -0.03
after ai -0.39
after an 0.52
after b 0.32
after bD -0.04
after bK -0.36
after c -0.3
after c words 1 0.35
after c words 2 -0.66
after c words 3 0.28
after c words 4 -0.27
after c* 0.37
after cD -0.5
after cX -0.09
after cn -0.17
after i -0.23
after i words 1 0.47
after i words 2 -0.05
after i words 3 -0.15
after i words 4 -0.49
after i# -0.38
after i. 0.5
after iD 0.57
after iK -0.13
after in -0.09
after n 0.23
after n words 2 -0.26
after n words 3 0.04
after n words 4 0.45
after n, 0.73
after n. 0.23
after nD -0.13
after nK 0.67
after nX -0.91
after na -0.35
after nc 0.5
after ni -0.46
after nn 0.61
after no -0.07
after ¶ 0.29
after ¶ words 4 0.28
after ¶¶ 0.29
always -0.38
before ( 0.16
before ( words 1 -0.13
before ( words 2 -0.06
before , 0.02
before , words 3 -0.51
before , words 4 0.37
before ,D 0.2
before ,a -0.28
before ,h 0.03
before ,i -0.1
before ,n -0.33
before . -0.48
before . words 3 0.32
before . words 4 0.36
before .D -0.58
before .K -0.52
before : 0.07
before : words 3 -0.51
before : words 4 0.56
before D 0.03
before D words 1 0.12
before D words 2 0.29
before D words 3 -0.12
before D words 4 -0.25
before DK -0.55
before Dn -0.6
before K words 1 -0.31
before K words 2 0.56
before K words 3 0.39
before K words 4 -0.64
before K( -0.22
before K, -0.11
before K. 0.18
before K: -0.29
before KD 0.53
before KK -0.08
before KX 0.08
before Ka -0.23
before Kb -0.16
before Ki 1.2
before Kn 0.06
before S 0.29
before S: 0.13
before SD -0.38
before X 0.16
before X words 4 -0.51
before X. 0.25
before X: -0.05
before XD 1.08
before Xi -0.24
before Xp -0.04
before a -0.37
before a words 2 0.49
before aD -0.02
before ai 0.31
before an -0.38
before b 0.7
before b words 1 0.11
before b words 2 0.11
before b words 4 0.68
before bD 0.48
before c 0.56
before c words 1 0.16
before c words 2 0.2
before c words 4 0.05
before cD 0.12
before h 0.64
before hD 0.16
before hK 0.31
before hp 0.59
before i -0.19
before i words 1 -0.41
before i words 2 0.58
before i words 3 -0.29
before i words 4 -0.08
before i: -0.08
before iD -0.03
before iK 0.79
before in 0.7
before n -0.54
before n words 1 0.23
before n words 2 0.12
before n words 3 -0.29
before n words 4 -0.6
before n, -0.43
before n. -0.21
before n: 0.21
before nD -0.07
before nK -0.75
before ni 0.81
before oi -1.01
before p 0.62
before p words 4 0.05
before p: 0.02
before pX 0.07
before pn -0.3
before ¶ -0.43
before ¶ words 1 -0.52
before ¶ words 3 -0.22
before ¶ words 4 0.41
before ¶D -0.44
before ¶¶ -0.43
before “, -0.68
before “c 0.01
begins D lower 0.75
begins D title 0.5
begins a lower 0.74
begins a upper 0.32
begins h lower 0.03
begins h upper -0.43
begins i lower 0.73
begins i upper 0.24
begins p upper -0.03
begins w upper 0.16
behind als 1.06
behind auch 0.13
behind auf -0.17
behind das -0.7
behind dem -0.91
behind den 0.21
behind der -1.57
behind des -0.68
behind die 0.14
behind ein 0.15
behind eine 1.32
behind einem -0.02
behind einen 1.25
behind einer 0.38
behind im -0.43
behind mit 0.46
behind oder 0.35
behind sei 0.24
behind seien 0.23
behind und 0.22
behind wie 0.11
behind zum -0.19
between (Q) 0.22
between ,Q, -0.83
between ,Q. 0.01
between .Q, 1.04
between .QD -0.66
between .QX -0.05
between :Q, 0.35
between :Q. -0.75
between :QD 0.02
between :QK 0.34
between :Qa 0.24
between :Qi 0.12
between :Q¶ 0.07
between DQ( -0.64
between DQ, -0.22
between DQ- 0.19
between DQ. 0.34
between DQD 0.57
between DQK -0.55
between DQS -0.54
between DQX 0.58
between DQa 0.03
between DQc 0.19
between DQi 0.48
between DQn 0.23
between KQ( 0.75
between KQ, 0.45
between KQ. 0.09
between KQD -0.41
between KQS -0.45
between KQX -0.66
between KQc 0.24
between KQi 0.09
between KQn 0.02
between XQ. 0.31
between cQ. -0.75
between iQ, -0.44
between iQ. 0.37
between iQD -0.27
between iQS 0.81
between iQc 0.06
between iQi -0.6
between iQn -0.02
between nQ( -0.08
between nQ, -0.36
between nQ. -0.17
between nQi -0.27
between nQn 0.07
between pQ. 0.17
between ¶Q, -0.38
between ¶Q: -0.21
between ¶QX -0.14
comma  0.61
comma behind -0.28
ends ! -0.13
ends ! words 8 -0.2
ends . 0.53
ends . words 8 0.16
ends none -0.24
ends none words 1 0.44
ends none words 2 -0.18
ends none words 3 -0.4
ends none words 4 -0.31
ends none words 5 0.38
ends none words 6 -0.14
ends none words 8 -0.03
has S -0.11
has X 1.66
has h 0.12
has o 0.58
has p 0.44
long title 2.01
marks within -0.66
named -1.38
said   0.09
said   words 1 0.66
said   words 2 0.43
said   words 3 -0.27
said   words 4 -0.72
said  behind 0.09
said  behind words 1 0.06
said  behind words 2 0.3
said  behind words 3 -0.17
said  behind words 4 -0.1
said before  -0.48
said before  words 1 -0.42
said before  words 2 0.14
said before  words 3 -0.08
said before  words 4 -0.12
said before behind -0.08
said before behind words 4 0.28
shape lower 0.58
shape lower ends . 0.21
shape lower ends none 0.37
shape lower words 1 0.41
shape lower words 12 0.32
shape lower words 2 1.31
shape lower words 20 0.05
shape lower words 3 -0.67
shape lower words 4 -0.9
shape lower words 5 -0.3
shape lower words 6 0.14
shape lower words 8 0.22
shape other -0.64
shape other ends none -0.25
shape title 0.12
shape title ends none 0.22
shape title words 2 -1.13
shape title words 3 -0.05
shape title words 4 0.16
shape title words 5 0.77
shape title words 6 0.4
shape title words 8 -0.02
shape upper -0.44
shape upper ends ! 0.26
shape upper ends . 0.41
shape upper ends none -0.58
shape upper words 1 0.33
shape upper words 12 -0.02
shape upper words 2 -0.09
shape upper words 20 -0.09
shape upper words 3 0.28
shape upper words 4 0.47
shape upper words 5 -0.72
shape upper words 6 -0.66
shape upper words 8 0.05
speaks -0.02
speaks words 5 -0.25
speaks words 6 0.07
speaks words 8 -0.2
words 1 0.66
words 12 -0.09
words 2 0.08
words 20 0.01
words 3 -0.45
words 4 -0.26
words 5 -0.27
words 6 -0.13
words 8 0.07
work before -0.55
work behind -0.91
""",
    "speaker": """
after - A0  -0.19
after - B0 V -0.37
after . A1  -0.07
after . A1 S 0.11
after . A1 V 0.11
after . B0  0.25
after . B0 <S -0.21
after . B0 S -0.15
after . B1  -0.22
after . B1 V 0.18
after . B3  0.17
after . Bp1  -0.19
after . Bp1 V -0.12
after . Bp2  -0.06
after @ A0  1.58
after G B0  0.2
after G B0 S 0.37
after I A0  -0.27
after I B0  -0.35
after I B0 S 0.35
after I B0 V 0.38
after N A0  -0.26
after N A0 <S -0.28
after N A0 V -0.45
after N B0 S 0.45
after N B1 S -0.25
after N Bp1  0.3
after N Bp1 S -0.07
after N Bp1 V -0.1
after N Bp2  -0.03
after N Bp2 S -0.07
after S A0  0.72
after S A0 <S 0.29
after S B0  -0.43
after S B0 S -0.51
after S B0 V -0.55
after S B1  -0.07
after S Bp1  -0.1
after S Bp1 S -0.12
after S Bp1 V -0.05
after V B0  -0.26
after X A0  0.19
after X B0  -0.5
after a A0  -0.23
after a B0  -0.48
after a B0 S 0.26
after a Bp1 V 0.44
after b A0  0.25
after c A0  -0.55
after c B0  0.16
after c B0 G 0.38
after c B0 S 0.35
after c B1  0.17
after c Bp1  -0.06
after d A0  -0.19
after d A0 V 0.39
after d B0 S 0.26
after d Bp1  -0.09
after d Bp1 S 0.16
after h A0  0.08
after h B0  0.63
after h B0 S 0.6
after i A0  -0.64
after i A0 <S 0.5
after i A0 S -0.26
after i B0  0.26
after i B0 <S 0.27
after i B0 V 0.15
after i Bp1  0.28
after n A0  0.33
after n B0 S 0.57
after n B0 V -0.32
after p A0  -0.07
after p A0 S 0.6
after p B0  0.48
after p B1 S -0.18
after p Bp1  -0.03
after p Bp1 S -0.12
after t A0  -0.15
after t B0 V 0.34
after ¶ Ap1  -0.04
after ¶ Ap1 <S -0.1
after ¶ Ap1 S -0.11
after ¶ Ap1 V -0.19
after ¶ B0  0.43
after ¶ B0 <G -0.17
after ¶ B0 G -0.45
after ¶ B0 I 0.51
after ¶ B0 S 0.12
after ¶ B1  0.34
after ¶ B1 <S 0.48
after ¶ B1 S 0.63
after ¶ B2  0.13
after ¶ B2 S -0.14
after ¶ Bp1  -0.22
after ¶ Bp1 I -0.07
after ¶ Bp1 S 0.4
after ¶ Bp1 V 0.14
after ¶ Bp2  -0.3
after ¶ Bp2 <S 0.18
after ¶ Bp2 S -0.09
after ¶ Bp2 V -0.15
after ¶ M0  0.42
after ¶ M0 <S -0.1
after ¶ M0 S 0.14
before ( A0  -0.32
before , A0  0.41
before , B0  -0.08
before , B0 <S 0.35
before , B0 S -0.27
before , B0 V -0.06
before , B1  0.15
before , B2  0.27
before , Bp1  -0.05
before , Bp1 S -0.1
before , Bp1 V -0.07
before - B0  -0.5
before . A0  0.21
before . A0 S 0.36
before . Ap1  -0.08
before . Ap1 S -0.08
before . B1  -0.05
before . B1 S 0.35
before . B1 V 0.06
before . B2  -0.19
before . B3  0.26
before . Bp1  -0.14
before . Bp1 S -0.29
before . Bp1 V -0.08
before . Bp2  -0.04
before . Bp2 S -0.06
before . M0 S 0.56
before : A0  0.28
before : A0 S 0.55
before : B0  0.21
before : B0 S -0.22
before : B0 V 0.38
before : B1  -0.13
before : B1 S -0.29
before : Bp1  -0.05
before : Bp1 S -0.12
before G B0 V 0.35
before N A0 S -0.43
before N B1 S 0.27
before N Bp1  0.32
before N Bp1 V 0.41
before S B0 S -0.21
before S B0 V -0.45
before V B0  -0.41
before V B0 S 0.34
before V B0 V 0.1
before X A0  -0.21
before X B0  0.39
before X B0 G 0.48
before X B0 S -0.07
before X B1  -0.11
before X B1 S -0.15
before X Bp1  -0.06
before X Bp1 S 0.24
before a B0  -0.18
before c A0  -0.41
before c B0  -0.67
before c B0 S 0.72
before c B1  0.49
before d A0  0.23
before d A0 <S -0.51
before d Ap1  -0.08
before d B0  0.5
before d B0 <S -0.34
before d B0 S 0.48
before d B0 V 0.28
before d B1  -0.08
before d B1 S -0.43
before d B1 V 0.36
before d Bp1  -0.08
before d Bp1 S -0.11
before h A0  -0.34
before h B0  0.47
before h B0 S -0.11
before h Bp1  -0.04
before i A0  -0.27
before i B0  0.65
before i B0 I 0.57
before i B0 S 0.3
before i B0 V -0.3
before n B0  0.62
before n B0 <S -0.29
before n B0 S 0.15
before o B0  -0.53
before o B0 S 0.64
before p B0  -0.25
before p B0 S 0.31
before t B0 S 0.18
before t Bp1  -0.05
before w B0  0.4
before ¶ A0  0.49
before ¶ A0 <S 0.15
before ¶ A0 S -0.47
before ¶ A0 V 0.29
before ¶ A1  0.13
before ¶ A1 V 0.22
before ¶ Ap1  0.12
before ¶ Ap1 <S -0.09
before ¶ Ap1 V -0.14
before ¶ Bp1  0.02
before ¶ Bp1 <S 0.1
before ¶ Bp1 I -0.08
before ¶ Bp1 S 0.65
before ¶ Bp1 V 0.08
before ¶ Bp2  -0.3
before ¶ Bp2 <S 0.16
before ¶ Bp2 S -0.09
before ¶ Bp2 V -0.15
before ¶ M0 <S -0.18
before ¶ M0 S -0.15
between ,Q. A1 -0.13
between ,Q. B0 0.21
between ,Qa B0 -0.37
between ,Qp B0 0.54
between ,Q¶ A1 -0.05
between ,Q¶ B0 0.29
between ,Q¶ B1 -0.21
between ,Q¶ B2 0.18
between ,Q¶ B3 -0.07
between ,Q¶ M0 0.2
between -Q¶ B0 -0.26
between -Q¶ B1 0.23
between .Q. B1 0.33
between .Q. B3 0.07
between .QN B1 -0.14
between .QS A0 0.29
between .QS B1 -0.26
between .QS B3 -0.05
between .Qd A0 0.29
between .Qp B1 -0.21
between .Qp B2 -0.05
between .Qp B3 -0.04
between .Q¶ A1 -0.16
between .Q¶ B1 0.91
between .Q¶ B2 -0.21
between .Q¶ B3 -0.31
between .Q¶ M0 0.52
between :Q. B0 0.53
between :Q. B1 -0.14
between :Qp B0 -0.23
between :Q¶ B0 0.49
between :Q¶ B1 -0.56
between :Q¶ B2 -0.05
between :Q¶ B3 -0.06
between IQ¶ B0 0.23
between NQ. B0 0.49
between NQ@ B0 -0.69
between NQa B1 0.44
between NQi B1 0.35
between NQ¶ B0 0.09
between NQ¶ B1 0.39
between SQ. B0 -0.33
between SQG B0 0.32
between SQN A0 -0.4
between SQb A0 0.45
between SQi B0 -0.36
between SQ¶ B0 -0.35
between VQc B0 0.29
between VQi B0 0.34
between VQ¶ B0 -0.26
between XQ. B0 0.54
between XQN B0 -0.31
between XQS A0 0.54
between XQa B0 0.27
between XQb B0 -0.28
between XQc B0 0.36
between XQd A0 -0.39
between XQd B0 -0.28
between XQh A0 0.31
between XQi B0 0.28
between XQp B0 0.43
between XQt B0 -0.22
between XQ¶ B1 -0.15
between XQ¶ B2 -0.05
between XQ¶ B3 0.26
between aQ¶ B1 0.23
between cQ. B0 0.29
between cQS B0 -0.38
between cQ¶ B1 0.43
between dQ. B0 0.46
between dQG B0 -0.68
between dQN A0 -0.38
between dQS B0 -0.29
between dQV A0 -0.41
between dQa B0 0.42
between dQb A0 0.3
between dQc A0 -0.17
between dQc B0 0.36
between dQh B0 0.26
between dQi A0 0.27
between dQi B0 -0.15
between dQn A0 0.29
between dQn B0 -0.48
between dQw B0 0.21
between dQ¶ A1 -0.1
between dQ¶ B0 0.12
between dQ¶ B1 0.08
between dQ¶ B2 -0.06
between dQ¶ B3 -0.04
between gQi B0 -0.37
between gQn B0 0.51
between hQ. B0 -0.12
between hQ¶ B0 -0.12
between iQ. B0 0.31
between iQc B0 -0.27
between iQd A0 -0.38
between iQ¶ B1 -0.15
between nQI B0 -0.33
between nQi B0 0.46
between nQn A0 0.23
between nQ¶ B0 0.22
between nQ¶ B1 -0.13
between oQ¶ B0 0.16
between pQS B0 -0.41
between pQi B0 0.33
between tQi B0 0.19
between ¶Q. A1 0.53
between ¶QN A0 -0.09
between ¶QN A1 -0.09
between ¶QN B1 0.2
between ¶QN B2 -0.16
between ¶QN B3 -0.05
between ¶QS A1 -0.05
between ¶QS B1 -0.19
between ¶QS B2 -0.05
between ¶QS B3 -0.03
between ¶QV A0 0.42
between ¶Qb A0 -0.33
between ¶Qd A0 0.27
between ¶Qd B1 0.14
between ¶Qi A0 0.27
between ¶Qp A0 0.34
between ¶Qp B1 -0.16
between ¶Qp B2 -0.04
between ¶Q¶ A1 0.12
between ¶Q¶ A2 -0.11
between ¶Q¶ B1 0.98
between ¶Q¶ B2 -0.13
between ¶Q¶ B3 -0.1
between ¶Q¶ M0 -0.4
body 0.2
described -0.32
form l! B0  -0.35
form l, A0 0.34
form l, A0  0.49
form l, A0 <S -0.23
form l, A0 S 0.29
form l, B0 <S 0.17
form l, B0 S 0.39
form l, B1 -0.35
form l, B1  -0.1
form l, B1 S -0.24
form l, B1 V 0.35
form l, B2  -0.06
form l, Bp1 0.16
form l, Bp2 -0.1
form l. A1 -0.31
form l. A1  -0.19
form l. A1 S -0.24
form l. A1 V -0.1
form l. Ap1 -0.3
form l. B0 0.18
form l. B0  -0.25
form l. B0 <G -0.15
form l. B0 I 0.24
form l. B0 S 0.36
form l. B0 V 0.33
form l. B1 0.56
form l. B1  -0.08
form l. B1 <S 0.28
form l. B1 S 0.29
form l. B1 V 0.05
form l. B2 0.12
form l. B2  0.16
form l. B2 S -0.14
form l. B2 V -0.06
form l. B3  -0.1
form l. B3 S -0.12
form l. B3 V -0.07
form l. Bp1 -0.35
form l. Bp2 -0.18
form l. M0 0.58
form l. M0  0.16
form l? B0 -0.4
form l? Bp1 0.29
form lx A0 0.22
form lx A0  -0.19
form lx A0 <S 0.28
form lx A1 -0.14
form lx A1  -0.09
form lx Ap1 -0.09
form lx B0 0.5
form lx B0  -0.08
form lx B0 <S -0.28
form lx B0 G 0.64
form lx B0 I 0.53
form lx B0 V 0.31
form lx B1 -0.5
form lx B1  0.15
form lx B1 S -0.31
form lx B1 V -0.1
form lx B2  -0.09
form lx B2 S -0.09
form lx B3  -0.06
form lx Bp1 -0.07
form lx Bp2 -0.13
form u! A0 -0.17
form u! A0  0.35
form u! A1 0.24
form u! A1  0.12
form u! Ap1 -0.08
form u! B0 0.27
form u! B0  0.39
form u! B0 S 0.59
form u! B0 V -0.42
form u! B1  -0.16
form u! B1 V 0.15
form u! B2  -0.1
form u! Bp1 -0.24
form u! Bp2 -0.12
form u, A0 0.77
form u, A0  0.54
form u, A0 <S 0.1
form u, A0 S -0.22
form u, A0 V 0.22
form u, A1 -0.11
form u, A1  -0.08
form u, A1 S -0.11
form u, Ap1 -0.14
form u, B0 S -0.41
form u, B0 V 0.23
form u, B1 -0.33
form u, B1  0.31
form u, B1 <S -0.16
form u, B1 S -0.12
form u, B1 V -0.19
form u, B2 0.1
form u, B2  -0.13
form u, B2 V -0.06
form u, B3  -0.08
form u, B3 S -0.09
form u, B3 V -0.04
form u, Bp1 -0.14
form u, Bp2 -0.22
form u, M0 -0.26
form u. A1 -0.1
form u. A1  0.08
form u. A1 <S -0.09
form u. A1 V 0.09
form u. A2  -0.14
form u. Ap1 -0.17
form u. B0 0.54
form u. B0  -0.07
form u. B0 <S 0.16
form u. B0 S -0.24
form u. B0 V 0.05
form u. B1 0.06
form u. B1  -0.02
form u. B1 <S 0.17
form u. B1 I -0.08
form u. B1 S 0.49
form u. B1 V 0.16
form u. B2  -0.32
form u. B2 <S 0.22
form u. B2 S 0.16
form u. B2 V -0.2
form u. B3  -0.24
form u. B3 S -0.09
form u. B3 V -0.19
form u. Bp1 -0.25
form u. Bp2 -0.17
form u. M0 0.46
form u. M0  0.39
form u. M0 <S -0.16
form u. M0 S 0.07
form u? A0 -0.18
form u? A0  -0.2
form u? A0 S -0.42
form u? Ap1 -0.07
form u? B0 0.16
form u? B0  0.35
form u? B0 S -0.54
form u? B1 -0.16
form u? B2 S -0.23
form u? B3 0.22
form u? B3  0.27
form u? Bp2 -0.14
form u? M0 -0.12
form u? M0 S 0.26
form ux A0  -0.66
form ux A0 S 0.68
form ux A1 0.18
form ux A1  -0.09
form ux Ap1 -0.16
form ux B0 0.35
form ux B0 S 0.41
form ux B1 0.08
form ux B1  -0.18
form ux B1 <S 0.25
form ux B1 V -0.18
form ux B2  -0.05
form ux B3  -0.05
form ux Bp1 -0.5
form ux Bp2 -0.15
gap (  B0 -0.3
gap ( A -0.23
gap ( B -0.32
gap ,  A0 -0.19
gap ,  A1 -0.2
gap ,  B0 0.16
gap ,  B1 -0.52
gap ,  B2 0.07
gap ,  B3 0.2
gap ,  M0 0.23
gap , A 0.36
gap , B 0.86
gap , S A0 0.83
gap , S A1 0.1
gap , S B0 0.29
gap , S B1 -0.32
gap , S B2 0.11
gap , S B3 0.06
gap , V A0 0.12
gap , V A1 -0.11
gap , V B0 0.35
gap , V B2 -0.11
gap , V B3 -0.07
gap -  A0 -0.26
gap -  A1 0.81
gap -  B0 0.76
gap - A 0.4
gap - B 0.59
gap .  B0 0.68
gap .  B1 0.07
gap . A -0.27
gap . B 0.79
gap . S B0 0.37
gap . S B1 -0.09
gap . S B3 0.24
gap . V B0 -0.17
gap . V B2 -0.11
gap . V B3 -0.09
gap : A -0.14
gap : B -0.61
gap ; B 0.51
gap @  A0 1.25
gap @  B0 1.09
gap @  B1 0.69
gap @ A 1.83
gap @ B 1.74
gap G <G B0 -0.37
gap G A -0.26
gap G B -0.63
gap I  A0 -0.31
gap I  B1 -0.06
gap I A -0.46
gap I B -0.65
gap N  B0 -0.21
gap N  M0 -0.29
gap N A -0.26
gap N M -0.3
gap Q  B1 0.36
gap Q A 0.56
gap Q B -0.23
gap Q M 0.35
gap Q S A0 0.54
gap Q S B0 -0.61
gap Q S B1 0.24
gap Q S B3 -0.17
gap Q S M0 0.5
gap S <S A0 0.24
gap S <S A1 -0.14
gap S <S B0 -0.26
gap S <S B1 0.41
gap S <S B2 0.13
gap S <S B3 -0.11
gap S A 0.23
gap S B -0.81
gap S M 0.15
gap S V<S B0 -0.17
gap T A 0.34
gap T B -0.1
gap V  A1 -0.04
gap V  B0 -0.34
gap V  B1 -0.17
gap V  M0 -0.32
gap V A -0.17
gap V B -0.68
gap V G B0 -0.3
gap V M -0.32
gap X  A1 -0.06
gap X  B0 -0.16
gap X  B1 0.16
gap X A -0.05
gap X B -0.3
gap b  A0 0.4
gap b  B0 0.37
gap b  B1 -0.12
gap b A 0.33
gap b B 0.15
gap c  A0 -0.17
gap c  A1 -0.05
gap c  B0 0.18
gap c  B1 0.1
gap c  B2 -0.04
gap c A -0.69
gap c B 0.2
gap c I B0 -0.45
gap c M -0.36
gap c S A0 -0.3
gap c S B0 0.37
gap c S B1 -0.52
gap c V B0 0.41
gap c V B1 -0.14
gap d  B0 -0.36
gap d  B1 0.11
gap d  M0 -0.32
gap d A -0.14
gap d B -0.42
gap d M -0.35
gap d S B1 -0.21
gap d V B0 -0.21
gap d V B1 0.39
gap g  A0 -0.21
gap g  B0 -0.18
gap g  M0 -0.37
gap g A -0.36
gap g B -0.18
gap g M -0.17
gap g V B0 -0.19
gap g V B1 0.45
gap h  A0 -0.26
gap h  B0 -0.55
gap h  B1 -0.22
gap h  B2 -0.04
gap h A -0.94
gap h B -0.41
gap h M -0.22
gap h S A0 -0.25
gap h S B0 0.59
gap h S B1 0.58
gap h S B2 -0.26
gap h V A0 -0.26
gap h V B0 0.44
gap h V B1 -0.23
gap i  A0 0.37
gap i  A1 -0.27
gap i  A2 -0.06
gap i  B0 -0.17
gap i  B1 -0.15
gap i  B2 -0.15
gap i  B3 -0.12
gap i  M0 -0.6
gap i A -0.41
gap i B -0.51
gap i G B0 0.5
gap i I B0 -0.43
gap i M -0.11
gap i S A0 -0.34
gap i S B0 -0.29
gap i S B1 -0.15
gap i S B2 0.29
gap i V A1 0.2
gap i V B0 0.6
gap i V B1 -0.07
gap n  A0 0.2
gap n  A1 -0.17
gap n  B0 -0.61
gap n  B1 0.02
gap n  B2 -0.08
gap n  B3 -0.06
gap n  M0 0.29
gap n A 0.13
gap n B -0.24
gap n I B0 0.65
gap n M 0.12
gap n S B0 0.32
gap n S B1 0.15
gap n S B2 -0.36
gap n S M0 -0.22
gap n V B1 0.2
gap o B -0.14
gap t  A0 -0.23
gap t  A1 0.24
gap t  B0 -0.34
gap t  B1 -0.16
gap t  M0 -0.31
gap t A -0.06
gap t B -0.63
gap t M -0.32
gap w A -0.16
gap w S B0 0.4
gap ¶  A1 -0.14
gap ¶  B0 -0.2
gap ¶  B1 -0.06
gap ¶  B2 -0.11
gap ¶  B3 -0.09
gap ¶ A -0.46
gap ¶ B 1.02
gap ¶ S A1 -0.18
gap ¶ S B0 0.04
gap ¶ S B1 0.15
gap ¶ S B3 -0.22
gap ¶ V A1 -0.06
gap ¶ V B0 0.24
gap ¶ V B1 0.18
gap ¶ V B2 -0.17
gap ¶ V B3 -0.14
human 0.59
kind N 0.4
kind N A0 0.81
kind N A1 0.25
kind N Ap1 -0.17
kind N B0 0.39
kind N B1 -0.25
kind N B2 -0.32
kind N B3 -0.18
kind N Bp1 -0.13
kind N Bp2 -0.5
kind N M0 0.51
kind d -0.71
kind d A0 0.63
kind d A1 -0.24
kind d Ap1 -0.48
kind d B0 0.35
kind d B1 0.05
kind d B2 -0.19
kind d B3 -0.16
kind d Bp1 -0.38
kind d Bp2 -0.32
kind g -0.02
kind g A0 -0.06
kind g Ap1 -0.13
kind g B0 0.26
kind g B1 -0.33
kind g B3 0.32
kind g Bp1 0.1
kind g Bp2 -0.05
kind p -0.43
kind p A0 0.13
kind p A1 -0.32
kind p Ap1 -0.25
kind p B0 0.46
kind p Bp1 -0.43
kind p Bp2 -0.31
kind p M0 0.36
kind w -0.81
kind w A0 -0.76
kind w Ap1 -0.04
kind w B0 0.26
kind w B2 0.43
kind w Bp1 -0.24
kind w M0 -0.36
known gender 0.43
mostly placed -0.32
next ( 0.39
next ( B0 0.36
next ( Bp1 -0.1
next ( M0 0.32
next ) A0 0.38
next , 0.64
next , A0 0.5
next , A1 0.38
next , Ap1 -0.2
next , B0 -0.12
next , B1 0.33
next , Bp1 -0.47
next , M0 0.17
next - -0.18
next - A0 0.38
next - B0 -0.92
next - B1 0.41
next . 0.74
next . A0 0.79
next . Ap1 -0.11
next . B1 -0.52
next . B2 -0.1
next . Bp1 -0.13
next . Bp2 -0.03
next . M0 0.95
next : B0 -0.53
next : Bp1 0.54
next : Bp2 0.28
next G -0.06
next I -0.34
next I B0 0.14
next I Bp1 -0.07
next N -0.6
next N A0 -0.42
next N Bp1 -0.06
next Q -0.68
next Q A0 -0.34
next Q B0 -0.29
next S 0.53
next S A0 1.11
next S A1 -0.26
next S Ap1 -0.15
next S B0 -0.05
next S B1 0.32
next S Bp1 -0.24
next S Bp2 -0.61
next S M0 0.49
next V -0.14
next V A0 0.52
next V A1 0.1
next V Ap1 -0.15
next V B0 0.73
next V B1 -0.58
next V Bp1 -0.02
next V Bp2 -0.15
next V M0 -0.48
next X -0.42
next X A0 -0.23
next X Ap1 -0.2
next X B0 0.73
next X B1 -0.21
next X Bp1 -0.07
next X Bp2 -0.12
next X M0 -0.11
next a 0.52
next a A0 -0.14
next a Ap1 -0.12
next a B0 0.82
next a Bp1 0.16
next a Bp2 -0.1
next b -0.57
next b A0 -0.25
next b B0 -0.29
next c 0.18
next c A0 0.16
next c Ap1 -0.07
next c B0 0.11
next c Bp1 -0.14
next c Bp2 -0.03
next c M0 0.18
next d -0.17
next d Ap1 -0.13
next d B0 0.09
next d B1 -0.18
next d Bp1 0.13
next d Bp2 -0.05
next g 0.06
next g B0 0.21
next h -0.47
next h B0 0.28
next h B1 -0.12
next h Bp1 -0.04
next h M0 -0.46
next i -0.22
next i A0 0.27
next i A1 -0.15
next i Ap1 -0.15
next i Bp1 0.1
next i Bp2 -0.1
next i M0 -0.07
next n -0.34
next n A0 -0.38
next n Ap1 -0.08
next n B0 0.36
next n B1 0.14
next n B2 0.27
next n Bp1 -0.25
next n Bp2 -0.04
next n M0 -0.31
next p -0.34
next p B0 -0.3
next t -0.13
next t A0 -0.39
next t B0 0.47
next t Bp1 -0.08
next w -0.3
next w A0 -0.26
next w Bp1 -0.07
next w M0 0.26
next ¶ 0.37
next ¶ A0 0.11
next ¶ Ap1 0.53
next ¶ Bp1 -0.17
next ¶ Bp2 -0.07
nobody 1.52
nobody ,Q¶ -0.33
nobody .Q. -0.38
nobody .QN 0.16
nobody .Qp 0.21
nobody .Q¶ -0.72
nobody :Q. -0.32
nobody :Q¶ 0.31
nobody NQ. -0.24
nobody NQ¶ -0.38
nobody SQ. 0.34
nobody SQ¶ 0.5
nobody VQ¶ 0.22
nobody XQ. -0.46
nobody XQN 0.46
nobody XQd 0.72
nobody before ( 0.77
nobody before . -0.48
nobody before I -0.42
nobody before N -0.68
nobody before S 0.59
nobody before V 0.41
nobody before c 0.28
nobody before d 0.26
nobody before h 0.53
nobody before i 0.39
nobody before n 0.29
nobody before o -0.43
nobody before t -0.07
nobody before ¶ -0.85
nobody cQ¶ -0.39
nobody dQ. -0.38
nobody dQn 0.31
nobody hQ. 0.29
nobody hQi 0.39
nobody hQ¶ 0.22
nobody iQ. -0.28
nobody length 0 0.78
nobody length 1 0.7
nobody length 2 -0.04
nobody length 3 0.08
nobody lx 0.29
nobody nQi -0.37
nobody u! 0.28
nobody u, 0.46
nobody u. -0.16
nobody u? 0.25
nobody ux 0.17
nobody ¶Q. -0.54
nobody ¶QN 0.18
nobody ¶QS 0.33
nobody ¶Qd -0.31
nobody ¶Qi -0.33
nobody ¶Q¶ -0.4
other here -0.07
other here alone 0.13
other here l, -0.2
other here l. 0.08
other here lx 0.04
other here u! 0.56
other here u, -0.18
other here u. -0.59
other here ux 0.18
other here within -0.2
path A  0.33
path A  then S 0.29
path A , then S 0.37
path A . -0.14
path A S 0.55
path A S then <S -0.13
path A Sm 0.47
path A Sm then  0.51
path A Sm, -0.4
path A Sm, then  -0.23
path A Sm,i -0.22
path A Sm,wVi 0.64
path A Sm,wVi then  0.64
path A Sm,~hmi 0.41
path A Sm,~hmi then  0.41
path A c -0.31
path A h -0.17
path A i -0.57
path A i then  -0.52
path A m 0.36
path A m then S 0.29
path A m, 0.3
path A m, then  0.45
path A m,i 0.32
path A m,i then  0.32
path A mS -0.45
path A mS then <S -0.28
path A mSi -0.29
path A mSi then  -0.24
path A mi -0.43
path A mi then  -0.26
path A t -0.27
path A ¶ -0.36
path A ¶ then  -0.13
path A ¶ then S -0.14
path A ¶, -0.17
path A ¶- 0.84
path A ¶- then  0.84
path A ¶m -0.15
path B  0.05
path B  then  0.24
path B  then <S -0.13
path B , 0.21
path B , then  -0.15
path B , then <S 0.39
path B ,G, -0.22
path B ,G, then  -0.22
path B ,Gm -0.31
path B ,Gm then  -0.31
path B ,GmX -0.31
path B ,GmX then  -0.31
path B ,S: 0.33
path B ,S: then  0.33
path B ,Shm 0.38
path B ,Shm then  0.38
path B ,Sm 0.27
path B ,Sm then  0.27
path B ,m,~hmX -0.49
path B ,m,~mSm 0.43
path B - -0.25
path B . then  -0.14
path B : 0.41
path B : then  0.33
path B :¶ 0.52
path B :¶ then  0.35
path B S -0.17
path B S then S 0.14
path B S, -0.16
path B S, then S -0.16
path B S. 0.14
path B S. then S 0.14
path B S: then S 0.31
path B S:¶ 0.4
path B S:¶ then S 0.4
path B Sh 0.13
path B Sh then S 0.21
path B Shm 0.41
path B Shm then S 0.41
path B ShmX 0.28
path B ShmX then S 0.28
path B Shm~Xm¶ 0.45
path B Shm~Xm¶ then S 0.45
path B Shm~hmX 0.37
path B Shm~hmX then S 0.37
path B Shm~mSm 0.4
path B Shm~mSm then S 0.4
path B Sm -0.14
path B Sm then S -0.14
path B SmX -0.28
path B SmX then S -0.28
path B S¶ -0.39
path B S¶ then S -0.39
path B V -0.32
path B V then V -0.31
path B Vm. 0.19
path B Vm. then V 0.19
path B V¶ -0.1
path B V¶ then V -0.1
path B X -0.26
path B X then  -0.1
path B X then <S -0.11
path B X: 0.46
path B X: then  0.46
path B Xm -0.27
path B Xm then  -0.27
path B Xm¶ 0.24
path B Xm¶ then  0.25
path B h 0.71
path B h then  0.75
path B hm 0.53
path B hm then  0.62
path B hmX 0.27
path B hmX then  0.31
path B m 0.41
path B m then <S 0.32
path B mVm~hmX 0.32
path B mVm~hmX then  0.32
path B m¶ -0.09
path B t -0.22
path B t then  -0.21
path B ¶ -0.15
path B ¶ then  -0.16
path M  0.13
path M  then S 0.24
path M S 0.69
path M S then <S 0.42
path M Sm, -0.32
path M Sm, then  -0.1
path M Sm,, 0.52
path M Sm,, then  0.53
path M Sm,i -0.37
path M Sm,i then  -0.37
path M Sm,m -0.22
path M Sm,mi then  0.17
path M Smi -0.38
path M Smi then  -0.38
path M m, 0.32
path M m, then  0.25
path M mS -0.34
path M mS then <S -0.19
path M mSi -0.26
path M mSi then  -0.24
place A0 0.76
place A1 -0.32
place A2 -0.15
place Ap1 -1.06
place B0 1.72
place B1 -0.59
place B2 -0.04
place B3 -0.11
place Bp1 -1.07
place Bp2 -1.2
place M0 0.55
pronoun he 0.52
pronoun i -0.3
pronoun it -0.84
pronoun she 0.38
pronoun they -0.05
pronoun which -0.73
pronoun who 0.13
pronoun whose -0.16
quotes A0 -0.85
quotes B0 0.35
quotes B1 -0.99
quotes B2 -0.38
quotes B3 -0.26
quotes M0 0.57
relation  A0 0.17
relation  A1 -0.22
relation  Ap1 -0.25
relation  B0 -0.08
relation  B1 -0.19
relation  B2 -0.06
relation  B3 0.17
relation  Bp1 -0.34
relation  Bp2 -0.53
relation  M0 0.23
relation  N -0.42
relation  d -0.79
relation  g 0.23
relation  p -0.08
relation  w -0.23
relation <G B0 -0.37
relation <G N -0.26
relation <G d -0.19
relation <G p -0.13
relation <S A0 0.24
relation <S Ap1 -0.12
relation <S B0 -0.26
relation <S B1 0.18
relation <S B2 0.23
relation <S Bp1 -0.09
relation <S Bp2 0.13
relation <S N 0.32
relation <S d 0.13
relation <S g 0.11
relation <S p -0.26
relation <Sw N -0.18
relation G B0 0.99
relation G N 0.74
relation G d -0.16
relation I Ap1 -0.05
relation I B1 -0.08
relation I Bp1 -0.17
relation I Bp2 -0.06
relation I N -0.12
relation I g -0.29
relation I w -0.13
relation S A0 0.6
relation S A1 -0.05
relation S Ap1 -0.28
relation S B0 1.14
relation S B1 -0.23
relation S Bp1 -0.18
relation S Bp2 -0.36
relation S M0 0.07
relation S N -0.04
relation S d -0.22
relation S p 0.65
relation S w 0.2
relation S<S d 0.4
relation S<S p -0.47
relation Sw B0 0.88
relation Sw N 0.49
relation Sw d 0.26
relation V A0 0.15
relation V Ap1 -0.25
relation V B0 0.32
relation V B1 -0.08
relation V B2 -0.16
relation V Bp2 -0.28
relation V M0 -0.12
relation V N 0.03
relation V d 0.02
relation V p 0.16
relation V w -0.64
relation V<S B0 -0.17
relation V<S N -0.39
relation V<S d -0.3
relation V<S p -0.13
relation w B0 -0.45
rivals A0 0.41
rivals A0 0  -0.07
rivals A0 0 <S -0.27
rivals A0 0 S 0.16
rivals A0 1  0.41
rivals A0 1 <S 0.22
rivals A0 1 S -0.12
rivals A0 1 V -0.18
rivals A0 2  -0.17
rivals A0 2 S 0.64
rivals A0 3 V 0.21
rivals A1 -0.36
rivals A1 0  -0.19
rivals A1 0 S 0.19
rivals A1 2  -0.09
rivals A1 3  0.2
rivals A1 4  -0.09
rivals A2 -0.05
rivals A3 -0.07
rivals A4 -0.77
rivals Ap1 0  0.51
rivals Ap1 0 S 0.12
rivals Ap1 0 V -0.1
rivals Ap1 1  -0.14
rivals Ap1 1 S -0.1
rivals Ap1 2  -0.2
rivals Ap1 2 S -0.13
rivals Ap1 3  -0.17
rivals Ap1 4  -0.25
rivals Ap1 4 S -0.11
rivals Ap1 4 V -0.06
rivals B0 0.17
rivals B0 0  -0.46
rivals B0 0 <G -0.19
rivals B0 0 <S -0.07
rivals B0 0 I 0.25
rivals B0 0 S -0.07
rivals B0 0 V 0.29
rivals B0 1  -0.2
rivals B0 1 <S -0.39
rivals B0 1 G 0.45
rivals B0 1 I 0.41
rivals B0 1 S 0.19
rivals B0 1 V -0.45
rivals B0 2 <S 0.45
rivals B0 2 I -0.51
rivals B0 2 S 0.23
rivals B0 2 V 0.3
rivals B0 3  0.09
rivals B0 3 <S -0.38
rivals B0 3 S 0.12
rivals B0 3 V 0.16
rivals B0 4  0.52
rivals B0 4 I -0.23
rivals B0 4 S 0.67
rivals B1 0.1
rivals B1 0  0.15
rivals B1 0 S 0.33
rivals B1 1 S 0.17
rivals B1 1 V -0.15
rivals B1 2  -0.32
rivals B1 2 S -0.21
rivals B1 2 V -0.24
rivals B1 3  0.11
rivals B1 3 S -0.44
rivals B1 4  -0.12
rivals B1 4 <S 0.16
rivals B1 4 V 0.3
rivals B2 -0.04
rivals B2 3  0.25
rivals B2 4  -0.26
rivals B2 4 <S 0.23
rivals B2 4 V -0.15
rivals B3 -0.46
rivals B3 4  -0.16
rivals B4 -1.06
rivals Bp1 0  0.16
rivals Bp1 0 S 0.55
rivals Bp1 1 <S -0.2
rivals Bp1 1 S -0.14
rivals Bp1 1 V 0.29
rivals Bp1 2  0.39
rivals Bp1 2 S -0.06
rivals Bp1 2 V 0.28
rivals Bp1 3  -0.24
rivals Bp1 3 S -0.37
rivals Bp1 3 V -0.13
rivals Bp1 4  -0.64
rivals Bp1 4 I -0.1
rivals Bp1 4 S -0.15
rivals Bp1 4 V -0.34
rivals Bp2 1 S 0.26
rivals Bp2 4  -0.39
rivals Bp2 4 <S -0.15
rivals Bp2 4 I -0.06
rivals Bp2 4 S -0.2
rivals Bp2 4 V -0.24
rivals M0 1.31
rivals M0 0  0.29
rivals M0 0 <S 0.42
rivals M0 0 S 0.41
rivals M0 1  0.39
rivals M0 1 <S -0.23
rivals M0 2  0.16
rivals M0 3  -0.18
rivals M0 4  -0.44
rivals M1 0.46
rivals M2 -0.29
rivals M3 -0.31
rivals M4 -0.61
said called B0 0.23
said said A0 0.95
said said B0 -0.6
said said B1 0.19
said said B2 0.26
said said B3 -0.08
said said M0 -0.37
said saying B0 -0.25
said says B0 0.33
said says B2 -0.38
said told A0 -0.33
said told B0 -0.31
said told M0 -0.27
said wrote A0 -0.36
said wrote B1 0.31
same 0 alone 0.29
same 0 within -0.32
same 1 -0.13
same 1 alone -0.18
same 2 0.43
same 2 within 0.51
same 3 0.12
same 3 alone 0.35
same 3 within -0.24
same A0 -0.23
same Ap1 -0.18
same B0 0.44
same Bp1 0.32
same Bp2 -0.15
same M0 0.14
says A0 0.01
says A1 0.03
says A2 -0.73
says A3 -0.18
says B0 -0.75
says B1 -0.13
says B2 -0.17
says B3 -0.23
says M0 0.52
says M1 0.54
says M2 -0.5
speaks 0.78
spoke 1.22
spoke 0 B0  1.39
spoke 0 B0 S -1.39
spoke 0 B0 V 0.4
spoke 0 B1  0.75
spoke 0 B1 S -0.18
spoke 0 B1 V 0.4
spoke 0 B2 S -0.21
spoke 0 alone 0.95
spoke 0 l. within 0.26
spoke 0 lx within 0.51
spoke 0 u, within 0.26
spoke 0 u. within 0.18
spoke 0 ux within -0.38
spoke 0 within 0.68
spoke 1 Bp1  0.11
spoke 1 Bp1 S -0.67
spoke 1 alone 0.42
spoke 1 l. within -0.08
spoke 1 u, within -0.21
spoke 1 u. alone 0.72
spoke 1 u. within -0.12
spoke 1 within -0.64
spoke 2 u. alone 0.19
spoke 2 within -0.19
thing -0.21
times 1 0.04
times 2 -0.44
times 3 -0.68
times 4 -0.85
title 0.58
verb A0 Q,mS 0.37
verb A0 QmS 0.29
verb A0 QmmS 0.29
verb A1 Q¶mS -0.17
verb B0 ImQ -0.42
verb B0 S,Q -0.27
verb B0 S:Q -0.21
verb B0 SQ 0.35
verb B0 ShQ 0.23
verb B0 ShmQ 0.77
verb B0 ShmVQ 0.47
verb B0 ShmXQ -0.4
verb B0 Sm,Q 0.38
verb B0 SmQ 0.15
verb B0 SmXQ 0.39
verb B0 SmhmXQ -0.44
verb B0 StQ 0.61
verb B0 V,Q 0.52
verb B0 VQ -0.51
verb B0 VhmXQ -0.39
verb B0 Vm:Q 0.59
verb B1 S.Q 0.14
verb B1 S:¶Q 0.4
verb B1 S¶Q -0.41
verb B1 Vm.Q 0.17
verb B1 V¶Q -0.1
verb M0 QmS 0.24
word accused 0.41
word accused B0 0.47
word acknowledged -0.27
word added -0.07
word added B0 -0.38
word added M0 0.22
word agreed -0.13
word agrees -0.45
word announced B1 0.2
word argued 0.29
word argued B0 0.22
word asked -0.3
word asked A0 -0.57
word asked B2 0.23
word asks -0.3
word blamed -0.52
word called -0.2
word called B0 -0.19
word called B1 -0.11
word calls -0.54
word calls B0 -0.5
word charged -0.53
word cited 0.23
word claimed 0.37
word claims -0.51
word comments -0.48
word concluded 0.18
word concludes -0.77
word condemned -0.42
word continued -0.09
word continued M0 -0.3
word described 0.23
word described B0 0.22
word explained 0.41
word explained B0 0.39
word expressed 0.16
word mentioned -0.4
word mocked 0.39
word notes 0.35
word offered -0.18
word pointed 0.16
word pointed B0 0.46
word predicted 0.26
word promised 0.26
word promises 0.48
word reads 0.3
word recalled 0.5
word referred 0.23
word remarks -0.33
word replied -0.48
word reported 0.56
word reported B1 0.97
word reporting 0.33
word responded 0.23
word said 0.23
word said A0 -0.07
word said A1 0.43
word said B0 0.44
word said B1 -0.18
word said B2 -0.4
word said B3 -0.04
word said M0 0.07
word say B1 -0.2
word say B2 0.22
word saying -0.26
word says 0.37
word says A0 0.41
word says B0 0.41
word says B1 -0.41
word signed -0.52
word slammed -0.92
word slammed B0 -0.92
word speaks -0.22
word spoke -0.16
word spoke B0 -0.85
word spoke B1 0.22
word spoke B2 0.55
word stated 0.43
word states -0.28
word tells 0.35
word told 0.5
word told B1 0.06
word told M0 0.28
word tweeted 0.39
word urged 0.22
word vowed 0.33
word vows -0.45
word warned 0.41
word warned B0 0.45
word went 0.4
word went B0 0.28
word writes -0.25
word wrote 0.07
word wrote A0 0.37
word wrote B1 -0.18
word wrote B3 0.3
words 1 -1.13
words 2 -0.36
words 3 -0.45
""",
    "speaker de": """
after ( B1  -0.05
after ( Bp1  -0.03
after ) B0  0.46
after ) B1  0.26
after ) Bp1  -0.01
after , A0  0.14
after , A0 <S 0.34
after , A0 S 0.05
after , A1  -0.06
after , B0  0.01
after , B0 S 0.28
after , B1  -0.21
after , B1 <S -0.03
after , B1 S -0.06
after , B2  -0.09
after , B2 <S -0.05
after , B2 S -0.09
after , B3  -0.16
after , Bp1  0.07
after , Bp1 <S -0.05
after , Bp1 S -0.02
after . A1  0.05
after . A1 S -0.06
after . A2  -0.06
after . B0  -0.42
after . B0 <S 0.36
after . B0 S -0.14
after . B1  0.07
after . B1 <S 0.09
after . B1 S 0.14
after . B2  0.08
after . B2 S 0.05
after . B3  -0.03
after . B3 S 0.05
after . Bp1  0.23
after . Bp1 <S -0.22
after . Bp1 S -0.07
after . Bp2  -0.02
after : B0  -0.16
after : B2  -0.04
after N A0  -0.17
after N A1  -0.01
after N B0  -0.26
after N B1  -0.04
after N Bp1  -0.02
after S A0  0.03
after S A0 <S 0.1
after S A1  -0.03
after S B0  0.04
after S B1  -0.19
after S B2  -0.03
after S Bp1  -0.09
after X A0  0.09
after X A1  -0.02
after X B0  0.05
after X B1  0.15
after X B2  -0.06
after X B3  -0.2
after X Bp1  -0.11
after a B3  -0.02
after a Bp1  -0.01
after c A0  -0.05
after c B0  -0.26
after c B0 S -0.75
after c B1  0.1
after c B2  -0.03
after c B3  -0.04
after c Bp1  -0.07
after d A0  -0.16
after d A1  -0.03
after d B0  0.57
after d B1  -0.14
after d B3  -0.02
after d Bp1  0.42
after i A0  -0.2
after i A1  0.29
after i A2  -0.01
after i B0  -0.42
after i B1  -0.5
after i B2  -0.13
after i B3  0.38
after i Bp1  -0.25
after i Bp2  -0.01
after n A0  0.35
after n A1  -0.13
after n A1 S -0.03
after n A2  -0.02
after n B0  0.12
after n B0 S -0.16
after n B1  0.12
after n B1 S -0.16
after n B2  0.18
after n B3  -0.17
after n B3 S -0.03
after n Bp1  0.08
after n Bp1 <S -0.03
after n Bp1 S -0.02
after ¶ Ap1  -0.03
after ¶ Ap1 <S -0.03
after ¶ B0  -0.21
after ¶ B0 <S 0.4
after ¶ B0 S -0.28
after ¶ B1  0.15
after ¶ B1 <S -0.27
after ¶ B1 S -0.05
after ¶ B2  -0.09
after ¶ B2 S 0.09
after ¶ B3  0.07
after ¶ B3 S -0.02
after ¶ Bp1  0.07
after ¶ Bp1 <S 0.33
after ¶ Bp1 S -0.05
before ( B0  0.21
before ( B1  0.32
before ( Bp1  -0.01
before , A0  -0.13
before , A1  -0.03
before , B0  0.09
before , B0 S 0.24
before , B1  -0.15
before , B3  -0.06
before , Bp1  -0.11
before . A0  0.3
before . A0 <S -0.14
before . A1  -0.15
before . A1 S -0.03
before . A2  -0.02
before . Ap1  -0.01
before . B1  0.24
before . B1 <S -0.14
before . B1 S -0.27
before . B2  -0.21
before . B2 S 0.05
before . B3  -0.13
before . B3 <S 0.12
before . B3 S 0.14
before . Bp1  0.04
before . Bp1 <S -0.03
before . Bp1 S -0.06
before : A0  -0.17
before : B0 <S -0.14
before : B0 S -0.04
before : B1  0.21
before : B1 <S -0.15
before : B1 S -0.07
before : B2  -0.18
before : B2 S -0.05
before : B3  -0.2
before : Bp1 <S 0.32
before : Bp1 S -0.03
before N A0  -0.27
before N A1  -0.03
before N B0  0.08
before N B0 <S -0.05
before N B0 S -0.07
before N B1  -0.18
before N B2  -0.06
before N B3  -0.04
before N Bp1  -0.12
before N Bp2  -0.01
before S B0  0.13
before S B1  -0.02
before S B2  -0.01
before X A0  0.5
before X A1  0.35
before X B0  -0.44
before X B1  0.22
before X B2  -0.25
before X B3  0.25
before X Bp1  0.3
before a B0  -0.21
before a B1  -0.06
before a Bp1  -0.03
before b A0  -0.08
before b A1  -0.02
before b B0  0.08
before b B1  -0.02
before b B2  -0.01
before b Bp1  0.44
before c A0  0.2
before c A1  -0.06
before c B0  -0.1
before c B1  0.14
before c Bp1  -0.06
before d A0  -0.3
before d A0 <S 0.28
before d A1  -0.17
before d A1 <S 0.36
before d A1 S -0.02
before d A2  -0.03
before d Ap1  -0.01
before d B0  -0.16
before d B0 <S 0.75
before d B0 S -0.18
before d B1  -0.18
before d B1 S 0.31
before d B2  0.29
before d B2 S -0.32
before d B3  -0.22
before d B3 S -0.02
before d Bp1  -0.05
before d Bp1 <S -0.05
before d Bp1 S -0.02
before d Bp2  -0.02
before h B0  0.45
before h B1  -0.02
before h B2  -0.08
before h Bp1  -0.02
before i A0  -0.29
before i A1  -0.07
before i A1 S -0.02
before i A2  -0.02
before i B0  -0.12
before i B0 <S 0.04
before i B0 S -0.47
before i B1  0.03
before i B1 S 0.23
before i B2  -0.19
before i B3  -0.06
before i Bp1  0.12
before n A0  0.17
before n A1  -0.04
before n B0  -0.7
before n B0 S -0.16
before n B1  -0.22
before n B2  0.54
before n B3  0.37
before n Bp1  -0.06
before o B0  -0.77
before o B1  -0.03
before o B2  -0.05
before o Bp1  -0.07
before p A1  -0.02
before p B0  1.03
before p B1  -0.17
before p B2  -0.04
before p B3  -0.12
before p Bp1  -0.05
before ¶ A0  0.33
before ¶ A0 <S -0.27
before ¶ A1  0.3
before ¶ A2  -0.01
before ¶ Bp1  -0.03
between (Q) B0 0.21
between (Q) B1 0.29
between ,Q, A0 0.13
between ,Q, B0 -0.06
between ,Q, B1 -0.06
between ,Q, B2 -0.03
between ,Q, B3 -0.01
between ,Q. A1 -0.02
between ,Q. B0 0.22
between ,Q. B2 0.08
between ,Q. B3 -0.03
between ,Qi A1 -0.02
between ,Qi B0 0.34
between ,Qi B1 -0.01
between ,Qi B2 -0.04
between ,Qi B3 -0.08
between ,Qn B0 0.02
between ,Qn B1 -0.01
between ,Q¶ B0 -0.1
between ,Q¶ B1 -0.11
between ,Q¶ B2 -0.09
between ,Q¶ B3 -0.04
between .Q, A0 0.27
between .Q, A1 -0.03
between .Q, B1 -0.15
between .Q, B2 -0.1
between .Q, B3 0.13
between .Q. A1 -0.09
between .Q. A2 -0.01
between .Q. A3 -0.03
between .Q. B1 0.1
between .Q. B2 0.03
between .Q. B3 0.19
between .QS B1 -0.03
between .QX B3 -0.08
between .Qa B3 -0.02
between .Qc B3 -0.13
between .Qi B1 -0.04
between .Qi B2 -0.05
between .Qn B3 -0.04
between .Q¶ A1 -0.02
between .Q¶ B1 -0.27
between .Q¶ B2 0.22
between .Q¶ B3 -0.17
between :Q( B1 -0.05
between :Q) B1 -0.06
between :Q, A0 0.24
between :Q, B0 -0.32
between :Q, B1 -0.14
between :Q. B0 0.02
between :Q. B2 0.13
between :Q. B3 -0.19
between :Qn B3 -0.09
between :Q¶ B0 0.14
between :Q¶ B1 0.56
between :Q¶ B2 -0.16
between :Q¶ B3 -0.15
between NQ, A0 -0.14
between NQ, B0 -0.09
between NQ, B1 -0.01
between NQ, B2 -0.02
between NQ. A1 -0.01
between NQ. B0 0.02
between NQ. B1 0.01
between NQ. B2 -0.03
between NQ. B3 -0.1
between NQX B0 0.38
between NQX B1 -0.02
between NQX B2 -0.01
between NQX B3 -0.01
between NQc B0 0.26
between NQi A0 -0.05
between NQi B0 -0.62
between NQi B1 -0.04
between NQi B3 -0.03
between NQn B0 0.27
between NQn B1 -0.21
between NQn B2 -0.02
between NQn B3 -0.02
between NQ¶ B0 0.16
between NQ¶ B1 0.03
between NQ¶ B2 -0.02
between SQ, B0 0.28
between SQ¶ B0 0.17
between SQ¶ B1 -0.02
between SQ¶ B2 -0.01
between XQ, A1 -0.05
between XQ, B1 -0.08
between XQ. A1 -0.09
between XQ. B0 -0.24
between XQ. B1 0.41
between XQ. B2 0.28
between XQ. B3 -0.04
between XQd B1 -0.14
between XQd B3 -0.02
between XQi B0 -0.55
between XQi B1 0.05
between XQi B2 -0.02
between XQn A1 -0.02
between XQn B1 -0.13
between XQn B2 -0.07
between XQn B3 -0.08
between XQ¶ B1 -0.24
between XQ¶ B2 -0.17
between XQ¶ B3 0.31
between aQ, B1 -0.03
between aQn B1 -0.02
between bQ. B3 -0.01
between bQd B3 0.45
between cQ, A0 -0.16
between cQ, B0 -0.06
between cQ, B1 0.23
between cQ. B0 0.18
between cQ. B1 -0.1
between cQ. B3 -0.03
between cQi B0 0.07
between cQn B0 0.2
between cQ¶ B0 -0.35
between dQ( B3 -0.03
between dQ, A0 -0.02
between dQ, B0 0.35
between dQ, B1 -0.04
between dQ, B2 -0.02
between dQ, B3 -0.06
between dQ- B1 -0.02
between dQ. A1 -0.05
between dQ. A2 -0.01
between dQ. B0 0.03
between dQ. B1 -0.08
between dQ. B2 0.26
between dQ. B3 -0.09
between dQ: B2 -0.04
between dQN A0 -0.02
between dQN B0 0.08
between dQN B1 -0.02
between dQN B2 -0.02
between dQS A0 0.03
between dQS B1 -0.09
between dQS B2 -0.02
between dQX A0 0.19
between dQX A1 0.39
between dQX B0 -0.03
between dQX B1 0.23
between dQX B2 -0.07
between dQX B3 -0.04
between dQa B3 -0.02
between dQc B0 -0.77
between dQc B1 -0.02
between dQd A1 -0.02
between dQd B0 0.29
between dQd B1 -0.06
between dQi A0 -0.1
between dQi A1 -0.05
between dQi B0 0.49
between dQi B1 -0.12
between dQi B2 -0.05
between dQi B3 -0.08
between dQn A0 -0.1
between dQn A1 -0.09
between dQn A2 -0.01
between dQn B0 -0.31
between dQn B1 0.37
between dQn B2 0.03
between dQn B3 0.27
between dQ¶ B0 0.61
between dQ¶ B1 -0.2
between dQ¶ B2 -0.13
between dQ¶ B3 -0.09
between iQ, A0 -0.18
between iQ, B0 -0.52
between iQ, B1 -0.02
between iQ, B2 0.43
between iQ. A1 -0.06
between iQ. A2 -0.01
between iQ. B0 0.17
between iQ. B1 0.09
between iQ. B2 -0.18
between iQ. B3 -0.05
between iQ: B0 0.13
between iQS A1 -0.03
between iQS A3 -0.02
between iQS B0 0.48
between iQS B1 -0.15
between iQS B2 -0.03
between iQS B3 -0.06
between iQc A0 -0.12
between iQc B0 -0.27
between iQc B1 0.18
between iQc B2 0.39
between iQc B3 -0.02
between iQi B0 0.07
between iQi B1 -0.04
between iQn A0 -0.04
between iQn A1 -0.01
between iQn B0 -0.14
between iQn B1 -0.13
between iQn B2 -0.02
between iQn B3 -0.06
between iQ¶ B0 -0.65
between iQ¶ B1 0.42
between iQ¶ B2 -0.01
between iQ¶ B3 -0.02
between nQ, A0 0.16
between nQ, B1 -0.02
between nQ, B2 -0.02
between nQ, B3 -0.01
between nQ. B0 0.18
between nQ. B1 -0.15
between nQ. B2 -0.05
between nQ. B3 0.17
between nQi B3 0.41
between nQn B0 -0.59
between nQn B1 0.2
between nQn B2 0.25
between nQn B3 -0.02
between nQ¶ B0 -0.43
between nQ¶ B1 -0.07
between nQ¶ B2 0.53
between nQ¶ B3 -0.06
between oQ. B2 -0.05
between oQ. B3 -0.02
between oQX A1 -0.04
between oQX B1 -0.02
between pQ. B0 0.11
between pQ. B2 -0.01
between pQX B0 -0.14
between pQX B1 -0.04
between pQX B2 -0.01
between pQX B3 -0.11
between pQi B3 -0.02
between pQ¶ B0 0.26
between pQ¶ B1 -0.03
between pQ¶ B2 -0.02
between pQ¶ B3 -0.04
between ¶Q, A0 0.06
between ¶Q, A1 -0.01
between ¶Q, B1 -0.08
between ¶Q, B2 -0.05
between ¶Q, B3 -0.05
between ¶Q. A1 0.32
between ¶Q. A2 -0.01
between ¶Q¶ A1 -0.01
between ¶Q¶ B2 0.1
body -0.96
capitals -0.05
described -0.28
form l, A0 0.02
form l, A1 -0.08
form l, A1  -0.03
form l, B0 0.04
form l, B0  -0.16
form l, B0 S 0.36
form l, B1 0.02
form l, B2 -0.11
form l, B2  0.31
form l, B2 S -0.05
form l, B3 -0.05
form l, B3  -0.08
form l, Bp1 0.28
form l. A1 -0.19
form l. A1  -0.13
form l. A1 <S -0.01
form l. A1 S -0.06
form l. A2 -0.03
form l. A2  -0.03
form l. Ap1 -0.03
form l. B0 0.31
form l. B0  -0.2
form l. B0 <S 0.37
form l. B0 S 0.14
form l. B1 0.03
form l. B1  -0.22
form l. B1 <S 0.09
form l. B1 S 0.09
form l. B2 0.3
form l. B2  0.54
form l. B2 <S -0.23
form l. B2 S 0.1
form l. B3 0.11
form l. B3  -0.12
form l. B3 <S 0.14
form l. B3 S -0.1
form l. Bp1 -0.11
form l. Bp2 -0.03
form lx A0 -0.46
form lx A0  -0.07
form lx A0 <S -0.15
form lx A1 0.39
form lx A1  0.1
form lx A1 <S 0.3
form lx A1 S -0.03
form lx A2 -0.04
form lx A2  -0.04
form lx A3 -0.02
form lx Ap1 -0.03
form lx B0 -0.19
form lx B0  0.23
form lx B0 <S 0.14
form lx B0 S -0.57
form lx B1 0.61
form lx B1  -0.07
form lx B1 <S 0.02
form lx B1 S 0.39
form lx B2 0.13
form lx B2  -0.16
form lx B2 <S -0.14
form lx B2 S 0.24
form lx B3 -0.02
form lx B3  0.6
form lx B3 <S -0.08
form lx B3 S -0.13
form lx Bp1 -0.03
form lx Bp2 -0.03
form u! B0 0.4
form u! B0  0.13
form u! B1 -0.04
form u! B1  -0.05
form u! Bp1 -0.02
form u, A0 0.54
form u, A0  0.08
form u, A0 <S 0.11
form u, A1 -0.04
form u, A1  -0.03
form u, A2 -0.01
form u, B0 -0.34
form u, B0  -0.18
form u, B1 -0.02
form u, B1  0.05
form u, B1 <S -0.06
form u, B1 S -0.06
form u, B2 -0.1
form u, B2  -0.07
form u, B2 <S -0.03
form u, B2 S -0.04
form u, B3 0.19
form u, B3  -0.19
form u, B3 <S 0.29
form u, Bp1 -0.18
form u. A0 -0.09
form u. A0  -0.1
form u. A1 0.06
form u. A1  0.08
form u. A2 -0.03
form u. A2  -0.03
form u. A3 -0.03
form u. Ap1 -0.05
form u. B0 0.07
form u. B0  -0.17
form u. B0 <S 0.08
form u. B0 S -0.07
form u. B1 -0.23
form u. B1 <S 0.05
form u. B1 S -0.04
form u. B2 -0.28
form u. B2  0.33
form u. B2 <S -0.06
form u. B3  -0.32
form u. B3 <S -0.13
form u. B3 S 0.07
form u. Bp1 0.4
form u. Bp2 -0.01
form u. M0 0.25
form u. M0  -0.23
form u? A1 -0.03
form u? B0 -0.3
form u? B1 -0.06
form u? B1  -0.09
form u? B2 -0.01
form u? B2  -0.05
form u? B3 -0.09
form u? B3  -0.16
form u? Bp1 -0.16
form ux A0 0.08
form ux A0  0.03
form ux A1 -0.07
form ux A1  -0.06
form ux A2 -0.01
form ux A2  -0.01
form ux B0 0.25
form ux B0  0.47
form ux B0 S -0.07
form ux B1 -0.05
form ux B1  -0.03
form ux B2 -0.14
form ux B2  -0.11
form ux B2 S -0.04
form ux B3 -0.23
form ux B3  -0.17
form ux Bp1 -0.05
gap (  B0 -0.07
gap (  B1 -0.02
gap ( A -0.01
gap ( B -0.18
gap ,  A0 0.07
gap ,  A1 -0.11
gap ,  A2 -0.01
gap ,  B0 -1.02
gap ,  B1 -0.33
gap ,  B2 -0.21
gap ,  B3 -0.19
gap , A -0.43
gap , B -1.22
gap , S B0 0.53
gap -  B0 -0.05
gap -  B1 -0.02
gap -  B3 -0.02
gap - B -0.1
gap .  A1 -0.11
gap .  A2 -0.02
gap .  B0 -0.37
gap .  B1 0.25
gap .  B2 0.44
gap .  B3 -0.28
gap . A -0.26
gap . B -0.16
gap . S A1 -0.1
gap . S A2 -0.01
gap . S B0 -0.07
gap . S B1 -0.12
gap . S B2 0.17
gap . S B3 -0.19
gap :  B0 0.08
gap :  B1 0.38
gap :  B2 -0.06
gap : B 0.39
gap ; B -0.2
gap @  B2 0.39
gap @  B3 0.08
gap @ A -0.11
gap @ B 0.45
gap N  A0 -0.02
gap N  A1 -0.02
gap N  B0 0.54
gap N  B1 -0.47
gap N  B2 0.31
gap N  B3 -0.12
gap N A -0.05
gap N B 0.28
gap Q  A0 -0.31
gap Q A -0.31
gap S <S A0 0.28
gap S <S A1 0.2
gap S <S A2 -0.01
gap S <S B0 0.34
gap S <S B1 0.08
gap S <S B2 -0.5
gap S <S B3 0.12
gap S A 0.42
gap S B 0.25
gap X  A0 -0.01
gap X  A1 0.26
gap X  A2 -0.02
gap X  B0 -0.07
gap X  B1 0.04
gap X  B2 -0.06
gap X  B3 -0.05
gap X A 0.53
gap X B -0.28
gap X S B2 0.05
gap a  B1 0.23
gap a A -0.01
gap b  A0 0.25
gap b  A1 -0.13
gap b  B0 -0.47
gap b  B1 0.22
gap b  B2 0.18
gap b  B3 -0.17
gap b A 0.05
gap b B 0.47
gap b S B0 -0.05
gap c  A0 0.37
gap c  A1 -0.02
gap c  B0 -0.16
gap c  B1 -0.14
gap c  B2 0.4
gap c  B3 -0.06
gap c A 0.34
gap c B -0.56
gap d  A0 0.07
gap d  A1 0.41
gap d  B0 0.7
gap d  B1 -0.3
gap d  B2 -0.32
gap d  B3 -0.29
gap d A 0.46
gap d B 0.34
gap d S B0 0.09
gap d S B1 0.42
gap d S B3 0.11
gap h  A0 -0.03
gap h  B0 0.08
gap h  B1 -0.14
gap h  B2 -0.03
gap h  B3 -0.04
gap h A -0.04
gap h B -0.15
gap i  A0 -0.09
gap i  A1 -0.08
gap i  A2 -0.02
gap i  B0 0.01
gap i  B1 -0.08
gap i  B2 0.09
gap i  B3 -0.31
gap i A -0.22
gap i B 0.13
gap i S B0 0.5
gap i S B1 -0.04
gap i S B2 -0.02
gap n  A0 0.06
gap n  A1 -0.11
gap n  A2 -0.02
gap n  B0 0.9
gap n  B1 -0.03
gap n  B2 -0.35
gap n  B3 0.68
gap n A -0.23
gap n B 0.37
gap n S B0 -0.87
gap n S B1 0.06
gap n S B3 -0.01
gap o  B0 0.43
gap o  B1 0.29
gap o  B2 0.06
gap o  B3 -0.07
gap o A 0.07
gap o B 0.71
gap p  A0 -0.22
gap p  B0 -0.34
gap p  B1 -0.03
gap p  B3 -0.01
gap p A -0.23
gap p B -0.44
gap w  B1 -0.07
gap w B 0.1
gap ¶  B0 -0.16
gap ¶  B1 -0.13
gap ¶  B2 -0.09
gap ¶  B3 0.41
gap ¶ B -0.28
gap ¶ S B0 0.27
gap ¶ S B1 -0.43
gap ¶ S B2 -0.1
gap ¶ S B3 -0.06
human -0.11
kind N -0.03
kind N A0 0.03
kind N A1 0.29
kind N A2 -0.07
kind N A3 -0.05
kind N Ap1 -0.06
kind N B0 0.1
kind N B1 0.1
kind N B2 -0.28
kind N B3 0.09
kind N Bp1 0.05
kind N Bp2 -0.04
kind N M0 -0.22
kind d 0.16
kind d A0 -0.07
kind d A1 -0.06
kind d A2 -0.05
kind d A3 -0.01
kind d Ap1 -0.03
kind d B0 0.01
kind d B1 0.39
kind d B2 -0.02
kind d B3 -0.18
kind d Bp1 -0.04
kind d Bp2 -0.03
kind p -0.02
kind p A0 0.15
kind p A1 -0.1
kind p A2 -0.01
kind p Ap1 -0.03
kind p B0 -0.08
kind p B1 -0.25
kind p B2 0.01
kind p B3 -0.02
kind p Bp1 0.1
kind p Bp2 -0.01
kind w -0.09
kind w B0 -0.07
known gender 0.11
mostly placed 0.04
next ( -0.09
next ( A1 -0.1
next ( B0 -0.29
next ( B1 0.13
next ( B2 -0.02
next ( B3 0.25
next ( Bp1 -0.05
next ) -0.14
next ) B0 -0.09
next ) B1 -0.02
next , 0.47
next , A0 -0.08
next , A2 -0.02
next , Ap1 -0.01
next , B0 0.07
next , B1 0.13
next , B2 0.27
next , B3 -0.11
next , Bp1 0.13
next - 0.09
next - B0 0.15
next - B1 -0.03
next - Bp1 -0.03
next . -0.28
next . A0 -0.27
next . A1 -0.03
next . B1 -0.23
next . B2 -0.17
next . B3 -0.1
next . Bp1 0.75
next : 0.31
next : B0 0.37
next : B1 0.06
next : B2 -0.02
next : Bp1 -0.03
next ; -0.02
next @ 0.53
next N -0.41
next N A0 -0.22
next N A1 -0.03
next N B0 -0.01
next N B1 -0.05
next N B3 -0.02
next N Bp1 -0.02
next Q 0.14
next Q A0 0.15
next Q B0 0.05
next Q B1 -0.02
next Q Bp1 -0.02
next S -0.09
next S A0 -0.55
next S A1 -0.07
next S A2 -0.01
next S B0 0.21
next S B1 0.3
next S B2 0.35
next S B3 -0.19
next S Bp1 -0.11
next T -0.05
next X -0.31
next X A0 -0.02
next X A1 0.38
next X B0 -0.19
next X B1 -0.03
next X B2 -0.14
next X B3 -0.17
next X Bp1 -0.14
next a -0.22
next a A0 0.29
next a A1 -0.03
next a B0 -0.22
next a B2 -0.06
next a B3 -0.07
next a Bp1 -0.12
next b -0.03
next b A0 0.02
next b A1 -0.02
next b B0 0.1
next b B1 -0.08
next b B2 -0.01
next b B3 -0.01
next b Bp1 -0.02
next c -1.06
next c A0 -0.28
next c B0 -0.67
next c B1 -0.05
next c Bp1 -0.04
next d -0.23
next d A0 0.49
next d A1 -0.05
next d B0 0.07
next d B1 -0.3
next d B2 -0.08
next d B3 -0.05
next d Bp1 -0.16
next h -0.02
next i 0.41
next i A0 -0.01
next i A1 -0.09
next i A2 -0.03
next i Ap1 -0.02
next i B0 -0.04
next i B1 0.25
next i B2 -0.35
next i B3 0.63
next i Bp1 -0.14
next i Bp2 -0.01
next n 0.69
next n A0 0.17
next n A1 0.23
next n A2 -0.04
next n Ap1 -0.03
next n B0 -0.04
next n B1 0.21
next n B2 -0.01
next n B3 -0.07
next n Bp1 0.05
next n Bp2 -0.04
next o -0.11
next o B0 -0.15
next o B3 -0.07
next p 0.1
next p B1 -0.02
next ¶ 0.34
next ¶ A0 0.29
next ¶ A1 -0.01
next ¶ Bp1 0.08
nobody -0.02
nobody ,Q, 0.04
nobody ,Q. -0.26
nobody .Q, -0.12
nobody .Q. -0.2
nobody .Q¶ 0.25
nobody :Q, 0.22
nobody :Q. -0.17
nobody :Q¶ -0.39
nobody NQ¶ -0.17
nobody XQ. -0.33
nobody XQ¶ 0.1
nobody before , 0.48
nobody before . 0.18
nobody before : -0.28
nobody before N 0.9
nobody before X -0.59
nobody before c -0.34
nobody before d -0.02
nobody before i 0.41
nobody before n -0.12
nobody before p -0.37
nobody before ¶ -0.26
nobody dQ, -0.21
nobody dQ. -0.05
nobody dQX -0.66
nobody dQi -0.08
nobody dQn -0.16
nobody dQ¶ -0.19
nobody iQ. 0.05
nobody iQS -0.18
nobody iQc -0.16
nobody iQn 0.4
nobody iQ¶ 0.26
nobody l, -0.09
nobody l. -0.36
nobody length 0 -0.03
nobody length 1 -0.44
nobody length 2 0.43
nobody length 3 0.01
nobody lx -0.3
nobody u! -0.28
nobody u, -0.01
nobody u. -0.07
nobody ux 0.22
nobody ¶Q, 0.13
other here -0.15
other here alone -0.67
other here l, 0.1
other here l. -0.65
other here lx -0.27
other here u! 0.22
other here u, -0.42
other here u. 0.8
other here u? -0.34
other here ux 0.41
other here within 0.52
path A  0.21
path A  then  0.21
path A , 0.16
path A , then  0.53
path A ,S -0.21
path A ,S then <S 0.26
path A ,Sm 0.22
path A ,Sm then  0.16
path A ,Sm, -0.08
path A ,Sm, then  -0.08
path A ,Smi 0.41
path A ,Smi then  0.41
path A ,X -0.05
path A ,i 0.17
path A ,i then  0.17
path A ,m 0.11
path A ,m then  0.11
path A ,m, -0.17
path A ,m, then  -0.17
path A ,mi -0.03
path A ,mi then  -0.03
path A . 0.25
path A . then  0.31
path A . then S -0.07
path A .X -0.02
path A .X then  -0.02
path A .m 0.06
path A .m then  0.06
path A .m, -0.03
path A .m, then  -0.03
path A .mX 0.34
path A .mX then  0.34
path A S 0.1
path A S then <S 0.1
path A c -0.02
path A c then  -0.02
path A i -0.04
path A i then  -0.04
path A m -0.1
path A m then  -0.1
path A mi -0.03
path A mi then  -0.03
path B  -0.22
path B  then  -0.39
path B  then <S 0.17
path B (m)~,S: -0.26
path B (m)~,m: 0.18
path B (m)~,m: then  0.18
path B , 0.13
path B , then  0.16
path B ,S: -0.29
path B ,S: then  -0.29
path B ,hm -0.12
path B ,hm then  -0.34
path B ,hmX. -0.13
path B ,hmX. then  -0.13
path B ,hm~Sm: -0.06
path B ,hm~Sm: then  -0.06
path B ,m 0.27
path B ,m then  -0.09
path B ,m,: 0.26
path B ,m,: then  0.26
path B ,m,S: 0.5
path B ,m,S: then S 0.29
path B ,m,m 0.2
path B ,m,~,hm 0.18
path B ,m,~,hm then  0.03
path B ,m,~.m: -0.02
path B ,m,~.m: then  -0.02
path B ,m,~Sm: -0.01
path B ,m,~Sm: then  -0.01
path B ,m,~cm. -0.21
path B ,m,~cm: -0.08
path B ,m,~cm: then  -0.08
path B ,m,~m,m -0.03
path B ,m,~mX. 0.09
path B ,m,~mX. then  -0.06
path B ,m,~mi: -0.02
path B ,m,~mi: then  -0.02
path B ,m. 0.24
path B ,m. then  0.24
path B ,m: -0.26
path B ,m: then  -0.57
path B ,mX~cm. -0.02
path B ,mi -0.09
path B . -0.21
path B . then  -0.2
path B .Sm: -0.06
path B .Sm: then  -0.06
path B .Xm -0.06
path B .Xm then  -0.06
path B .Xm~mXm -0.01
path B .Xm~mXm then  -0.01
path B .m -0.07
path B .m then  -0.07
path B .m,~cm. -0.03
path B .m,~cm. then  -0.03
path B .m,~mX. -0.02
path B .m,~mX. then  -0.02
path B .m: -0.04
path B .m: then  -0.04
path B .mSm -0.03
path B .mX -0.09
path B .mX then  -0.09
path B .mXm -0.01
path B .mXm then  -0.01
path B .mX~,m. -0.02
path B .mX~,m. then  -0.02
path B .mX~mX. 0.35
path B .mX~mXm -0.03
path B .mX~mXm then  -0.03
path B .mi -0.05
path B .mi then  -0.02
path B : 0.04
path B : then  -0.31
path B : then <S 0.11
path B :Q.~.m: -0.03
path B :Q.~m,m 0.21
path B S,m 0.36
path B S: -0.2
path B S: then S -0.28
path B Sm 0.1
path B Sm then S 0.1
path B Sm: -0.34
path B Sm: then S -0.34
path B X 0.02
path B X then  0.02
path B X, -0.13
path B X, then  -0.13
path B X,S~,m: -0.01
path B X,S~,m: then  -0.01
path B X. 0.04
path B X. then  0.04
path B X.m: -0.02
path B X.m: then  -0.02
path B X: -0.02
path B X: then  -0.02
path B Xm -0.02
path B Xm then  -0.02
path B c -0.24
path B c then  -0.24
path B cm -0.14
path B cm then  -0.14
path B cm. -0.11
path B cm. then  -0.11
path B cm.~,hm -0.02
path B cm.~,hm then  -0.02
path B cmi 0.09
path B cmi then  0.09
path B i 0.17
path B i then  0.14
path B i: 0.06
path B i: then  0.06
path B m -0.39
path B m, -0.18
path B m,m -0.33
path B m,m then  -0.33
path B m,m~,mi -0.06
path B m,m~,mi then  -0.06
path B m,m~.mX -0.03
path B m,m~.mX then  -0.03
path B m,m~mcm -0.03
path B m,m~mcm then  -0.03
path B m. -0.15
path B m. then  -0.13
path B m.Sm: -0.02
path B m.Sm: then  -0.02
path B m.m~,m. -0.06
path B m.m~,m. then  -0.06
path B m.m~mX. -0.02
path B m.m~mX. then  -0.02
path B m: -0.17
path B m: then  0.22
path B mX. -0.01
path B mX. then  -0.01
path B mcm~,hm -0.02
path B mcm~,hm then  -0.02
path B mi 0.25
path B mi then  0.33
path B m¶ -0.01
path B m¶ then  -0.01
path B ¶ -0.05
path B ¶ then  -0.03
place A0 0.12
place A1 0.12
place A2 -0.13
place A3 -0.06
place Ap1 -0.12
place B0 -0.03
place B1 0.23
place B2 -0.29
place B3 -0.1
place Bp1 0.12
place Bp2 -0.09
place M0 0.25
pronoun dessen -0.03
pronoun er 1.2
pronoun es -1.32
pronoun man -0.55
pronoun sie 0.65
pronoun welche -0.03
quotes A0 -0.07
quotes B1 0.04
quotes B2 0.04
quotes B3 -0.22
quotes M0 0.25
relation  A0 0.09
relation  A1 0.04
relation  A2 -0.11
relation  A3 -0.02
relation  Ap1 -0.07
relation  B0 -0.16
relation  B1 0.09
relation  B2 -0.25
relation  B3 -0.22
relation  Bp1 0.29
relation  Bp2 -0.07
relation  M0 -0.23
relation  N -0.26
relation  d 0.05
relation  p -0.34
relation  w -0.06
relation <S A0 0.28
relation <S A1 0.23
relation <S Ap1 -0.04
relation <S B0 0.34
relation <S B1 -0.24
relation <S B2 -0.29
relation <S B3 0.23
relation <S N 0.25
relation <S d 0.13
relation <S p 0.59
relation <s d 0.02
relation S A0 -0.31
relation S A1 -0.13
relation S A2 -0.02
relation S Ap1 -0.01
relation S B0 -0.45
relation S B1 0.38
relation S B2 0.26
relation S B3 -0.09
relation S Bp1 -0.17
relation S N -0.26
relation S d -0.03
relation S p -0.27
rivals A0 -0.05
rivals A0 0  -0.04
rivals A0 1  0.05
rivals A0 2  0.26
rivals A0 3  -0.14
rivals A0 4  -0.05
rivals A1 0.11
rivals A1 0  -0.12
rivals A1 0 S -0.07
rivals A1 1  0.2
rivals A1 2  0.32
rivals A1 2 S -0.05
rivals A1 3  -0.19
rivals A1 4  -0.17
rivals A2 0.35
rivals A2 3  -0.01
rivals A2 4  -0.09
rivals A2 4 S -0.02
rivals A3 -0.43
rivals A3 4  -0.02
rivals A4 -0.05
rivals Ap1 0  -0.01
rivals Ap1 2  -0.01
rivals Ap1 3  -0.01
rivals Ap1 4  -0.03
rivals B0 -0.4
rivals B0 0  0.12
rivals B0 0 <S -0.34
rivals B0 0 S -0.22
rivals B0 1  -0.02
rivals B0 1 <S 0.11
rivals B0 1 S -0.04
rivals B0 2 <S -0.22
rivals B0 2 S 0.11
rivals B0 3 <S 0.18
rivals B0 3 S -0.08
rivals B0 4  -0.27
rivals B0 4 <S 0.61
rivals B0 4 S -0.23
rivals B1 -0.17
rivals B1 0  -0.03
rivals B1 1  -0.13
rivals B1 2  0.19
rivals B1 3  -0.05
rivals B1 3 <S -0.2
rivals B1 4  0.11
rivals B1 4 <S 0.14
rivals B1 4 S 0.29
rivals B2 -0.18
rivals B2 2  -0.02
rivals B2 3  -0.11
rivals B2 4  -0.11
rivals B2 4 <S -0.29
rivals B2 4 S 0.04
rivals B3 0.05
rivals B3 4  -0.22
rivals B3 4 <S 0.23
rivals B3 4 S -0.09
rivals B4 0.55
rivals Bp1 0  -0.03
rivals Bp1 1  -0.02
rivals Bp1 2  -0.11
rivals Bp1 3  -0.11
rivals Bp1 4  0.55
rivals Bp1 4 <S 0.04
rivals Bp1 4 S -0.15
rivals Bp2 4  -0.07
said bezeichnete B0 0.27
said erklärte B0 0.73
said erklärte B1 0.35
said heißt B0 -0.49
said nannte B0 -0.27
said sagte A0 0.04
said sagte B0 0.24
said sagte B1 -0.31
said sagte B2 -0.23
said sagte B3 -0.21
same 0 0.13
same 0 alone -0.09
same 0 within 0.22
same 1 0.67
same 1 within 0.27
same B0 0.58
same B1 0.32
same B2 -0.07
same B3 0.22
same Bp1 -0.07
says A0 -0.28
says A1 0.23
says B0 1.01
says B1 0.17
says B2 -0.97
says B3 -0.36
says M1 0.25
speaks 0.03
spoke 0.6
spoke 0 B0  0.19
spoke 0 B0 S -0.5
spoke 0 B1  0.39
spoke 0 B1 <S 0.04
spoke 0 B1 S 0.23
spoke 0 B2  0.48
spoke 0 B2 <S -0.25
spoke 0 B2 S 0.13
spoke 0 B3  -0.42
spoke 0 alone 0.43
spoke 0 l. within 0.14
spoke 0 lx within 0.38
spoke 0 u, within -0.19
spoke 0 u. alone 0.43
spoke 0 u. within -0.18
spoke 0 within -0.16
spoke 1 Bp1  0.24
spoke 1 Bp1 <S 0.15
spoke 1 Bp1 S -0.06
spoke 1 l. within -0.16
spoke 1 lx within -0.09
spoke 1 u, within -0.05
spoke 1 u. within 0.27
spoke 1 within -0.05
thing -0.28
times 1 -0.5
times 2 0.15
times 3 0.58
times 4 0.18
title 0.69
verb A1 Q.mS -0.07
verb B0 S:Q 0.46
verb B0 SQ -0.32
verb B0 Sm:Q -0.19
verb B0 SmQ -0.06
word berichtet 0.39
word berichtet B1 -0.1
word berichtete 0.43
word bestätigt -0.17
word bestätigte 0.21
word betont -0.44
word bezeichnete 0.02
word bezeichnete B0 0.12
word erklärt -0.17
word erklärt B0 -0.28
word erklärte 0.13
word erklärte B0 -0.35
word erklärte B1 0.6
word erklärte B2 -0.05
word erklärte B3 -0.07
word erläutert -0.06
word erläutert B0 -0.06
word findet -0.52
word forderte 0.08
word gab -0.49
word gab B1 -0.48
word gab B2 -0.01
word gab B3 -0.09
word gibt -0.01
word heißt 0.81
word kritisierte 0.46
word kritisierte B0 0.31
word nannte -0.18
word nannte B0 0.17
word nennt -0.28
word sagt -0.4
word sagte -0.1
word sagte B0 -0.09
word sagte B2 -0.15
word sagte B3 0.14
word sprach 0.06
word stellte -0.03
word teilte -0.28
word teilte B0 -0.25
word verkündet 0.12
word zeigt -0.02
word zitiert -0.38
word zitiert B0 -0.44
words 1 -0.48
words 2 0.27
words 3 0.62
""",
    "antecedent": """
alone here -0.44
among others here 0.99
capitals -0.68
described 0.52
did not speak -0.43
first here 0.59
gender fits -0.11
gender unknown 0.11
human -0.5
is apposition 0.02
is apposition paragraphs 0 0.49
is apposition paragraphs 1 0.11
is apposition paragraphs 2 -0.18
is apposition paragraphs 3 -0.23
is apposition paragraphs 4 -0.21
is apposition sentences 1 0.49
is apposition sentences 3 -0.21
is apposition sentences 4 -0.29
is first 0.84
is first paragraphs 0 0.22
is first paragraphs 1 0.15
is first paragraphs 2 0.07
is first paragraphs 3 -0.33
is first paragraphs 4 0.2
is first sentences 1 0.44
is first sentences 2 -0.27
is first sentences 3 0.08
is first sentences 4 0.02
is in phrase -0.41
is in phrase paragraphs 0 -0.67
is in phrase paragraphs 1 0.01
is in phrase paragraphs 2 -0.33
is in phrase paragraphs 3 -0.11
is in phrase paragraphs 4 -0.1
is in phrase sentences 1 -0.67
is in phrase sentences 2 -0.3
is in phrase sentences 3 -0.29
is in phrase sentences 4 0.01
is list 0.12
is list paragraphs 0 -0.04
is list paragraphs 1 0.14
is list paragraphs 2 -0.14
is list paragraphs 3 0.11
is list paragraphs 4 0.04
is list sentences 1 -0.3
is list sentences 2 0.5
is list sentences 3 -0.18
is list sentences 4 0.1
is object -0.4
is object paragraphs 0 -0.27
is object paragraphs 1 -0.31
is object paragraphs 2 0.14
is object paragraphs 3 -0.13
is object paragraphs 4 0.06
is object sentences 0 -0.32
is object sentences 1 -0.48
is object sentences 2 -0.44
is object sentences 3 0.1
is object sentences 4 0.63
is other -0.46
is other paragraphs 0 -0.4
is other paragraphs 1 -0.12
is other paragraphs 2 0.11
is other paragraphs 3 -0.09
is other paragraphs 4 -0.14
is other sentences 0 -0.29
is other sentences 1 -0.23
is other sentences 2 0.18
is other sentences 3 0.08
is other sentences 4 0.02
is owner -0.01
is owner paragraphs 0 -0.08
is owner paragraphs 1 0.27
is owner paragraphs 2 0.31
is owner paragraphs 3 -0.18
is owner paragraphs 4 -0.6
is owner sentences 0 0.24
is owner sentences 1 -0.39
is owner sentences 2 -0.18
is owner sentences 3 -0.2
is owner sentences 4 0.22
is speaker 0.18
is speaker first 0.97
is speaker first paragraphs 0 0.82
is speaker first paragraphs 1 0.45
is speaker first paragraphs 2 -0.19
is speaker first paragraphs 3 -0.51
is speaker first paragraphs 4 -0.34
is speaker first sentences 1 1.03
is speaker first sentences 2 0.09
is speaker first sentences 3 -0.06
is speaker first sentences 4 -0.2
is speaker paragraphs 0 0.02
is speaker paragraphs 1 0.63
is speaker paragraphs 2 0.08
is speaker paragraphs 3 0.12
is speaker paragraphs 4 0.08
is speaker sentences 0 0.54
is speaker sentences 1 0.53
is speaker sentences 2 0.18
is speaker sentences 3 0.22
is speaker sentences 4 -0.04
is subject -0.19
is subject first 0.18
is subject first paragraphs 0 0.68
is subject first paragraphs 1 -0.07
is subject first paragraphs 2 -0.11
is subject first paragraphs 3 0.13
is subject first paragraphs 4 -0.41
is subject first sentences 0 0.02
is subject first sentences 1 0.02
is subject first sentences 2 0.35
is subject first sentences 3 0.11
is subject first sentences 4 -0.18
is subject paragraphs 0 0.41
is subject paragraphs 1 -0.36
is subject paragraphs 2 -0.08
is subject paragraphs 3 0.27
is subject paragraphs 4 -0.2
is subject sentences 1 0.23
is subject sentences 2 0.23
is subject sentences 3 -0.02
is subject sentences 4 -0.18
known gender 0.6
letter N 0.78
letter d -0.5
letter g -0.28
mostly placed -0.77
not here -0.55
paragraphs 0 0.55
paragraphs 1 0.89
paragraphs 2 0.37
paragraphs 3 -0.03
paragraphs 4 -0.62
paragraphs 5 -1.15
pronoun first apposition 1 0.54
pronoun first apposition 2 -0.42
pronoun first first 1 0.51
pronoun first first 2 0.22
pronoun first in phrase 1 -0.49
pronoun first in phrase 2 -0.81
pronoun first list 1 -0.55
pronoun first list 2 0.38
pronoun first object 2 -0.37
pronoun first other 1 -0.65
pronoun first other 2 -0.36
pronoun first owner 1 -0.22
pronoun first owner 2 -0.12
pronoun first speaker 1 0.5
pronoun first speaker 2 -0.12
pronoun first speaker first 0 0.01
pronoun first speaker first 1 0.49
pronoun first speaker first 2 0.61
pronoun first subject 0 -0.36
pronoun first subject 1 0.55
pronoun first subject 2 0.27
pronoun first subject first 0 0.21
pronoun first subject first 1 -0.13
pronoun first subject first 2 0.17
pronoun within apposition 1 -0.07
pronoun within apposition 2 -0.12
pronoun within first 2 -0.19
pronoun within in phrase 0 0.11
pronoun within in phrase 1 -0.17
pronoun within in phrase 2 0.1
pronoun within list 2 -0.22
pronoun within object 0 -0.32
pronoun within object 1 -0.05
pronoun within object 2 -0.1
pronoun within other 0 -0.29
pronoun within other 1 0.35
pronoun within other 2 0.31
pronoun within owner 1 -0.13
pronoun within owner 2 -0.04
pronoun within speaker 0 0.29
pronoun within speaker 2 -0.25
pronoun within speaker first 0 -0.02
pronoun within speaker first 1 0.54
pronoun within speaker first 2 -0.15
pronoun within subject 0 0.35
pronoun within subject 1 -0.05
pronoun within subject 2 -0.11
pronoun within subject first 0 -0.2
pronoun within subject first 1 0.11
pronoun within subject first 2 0.1
rank 0 0.04
rank 0 fits -0.22
rank 0 unknown 0.26
rank 1 0.12
rank 1 fits 0.28
rank 1 unknown -0.16
rank 2 fits -0.07
rank 2 unknown 0.06
rank 3 -0.05
rank 3 fits 0.23
rank 3 unknown -0.28
rank 4 0.06
rank 4 fits -0.18
rank 4 unknown 0.24
rank 5 -0.16
rank 5 fits -0.16
sentences 0 0.26
sentences 1 0.96
sentences 2 0.21
sentences 3 -0.26
sentences 4 -0.26
sentences 5 -0.92
speaks 0.57
spoke before -0.28
spoke last 0.71
spoke last 0 0.09
spoke last 1 0.87
spoke last 2 0.09
spoke last 3 -0.15
spoke last 4 -0.19
spoke last but one -0.08
spoke last sentences 0 0.26
spoke last sentences 1 0.78
spoke last sentences 2 -0.27
spoke last sentences 3 0.12
spoke last sentences 4 -0.18
times 1 0.38
times 3 -0.05
times 4 0.17
title -0.1
words 1 -0.12
words 2 0.36
words 3 0.26
""",
}
