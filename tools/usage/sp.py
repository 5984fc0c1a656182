"""Reads the pieces of a SentencePiece model, with their scores."""
import struct
def varint(d,i):
    r=s=0
    while True:
        b=d[i]; i+=1; r|=(b&127)<<s; s+=7
        if b<128: return r,i
def msg(d):
    i=0
    while i<len(d):
        k,i=varint(d,i); t=k&7
        if t==0: v,i=varint(d,i)
        elif t==2: n,i=varint(d,i); v=d[i:i+n]; i+=n
        elif t==5: v=d[i:i+4]; i+=4
        elif t==1: v=d[i:i+8]; i+=8
        yield k>>3,v
def pieces(path):
    out=[];meta={}
    for f,v in msg(open(path,'rb').read()):
        if f==1:
            p=dict(msg(v)); out.append((p[1].decode('utf-8','replace'), struct.unpack('<f',p[2])[0] if 2 in p else 0.0, p.get(3,1)))
        else: meta[f]=v
    return out,meta
