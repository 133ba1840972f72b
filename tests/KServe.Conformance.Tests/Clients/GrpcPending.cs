namespace KServe.Conformance.Tests.Clients;

/// <summary>A call that the node client has begun.</summary>
internal sealed class GrpcPending(NodeClient node, int id, Task<GrpcReply> reply)
{
    public Task<GrpcReply> Reply => reply;

    /// <summary>Gives the call up.</summary>
    public Task CancelAsync() => node.WriteAsync(new() { ["id"] = id, ["cancel"] = true });

    /// <summary>Ends the stream of requests.</summary>
    public Task HalfCloseAsync() => node.WriteAsync(new() { ["id"] = id, ["halfClose"] = true });
}
