using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Grpc;

/// <summary>Answers one small message by another.</summary>
internal delegate ValueTask UnaryAnswer(
    HttpContext context,
    ReadOnlyMemory<byte> message,
    ProtoWriter answer,
    CancellationToken cancellationToken);
