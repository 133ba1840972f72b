using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Triton's method <c>ModelStatistics</c>.</summary>
internal sealed class StatisticsMethod(
    ModelRegistry registry,
    NameCache names,
    IOptions<KServeHttpOptions> options)
{
    private readonly ProtocolLimits _limits = options.Value.Limits;

    /// <summary>Writes the statistics of all models, one model, or one version.</summary>
    public ValueTask InvokeAsync(
        HttpContext context,
        ReadOnlyMemory<byte> message,
        ProtoWriter answer,
        CancellationToken cancellationToken)
    {
        var wanted = GrpcMessages.ReadModelReference(message.Span, _limits, names);
        if (wanted.Name.Length != 0)
        {
            registry.PinStable(wanted.Name, wanted.Version).Dispose();
        }

        foreach (var status in registry.GetIndex())
        {
            if (status.State == ModelState.Ready
                && IsWanted(wanted.Name, status.Name)
                && IsWanted(wanted.Version, status.Version))
            {
                Write(answer, status);
            }
        }

        return default;
    }

    private void Write(ProtoWriter answer, in ModelStatus status)
    {
        try
        {
            using var lease = registry.PinStable(status.Name, status.Version);
            GrpcAnswers.WriteModelStatistics(answer, status.Name, status.Version, lease.Revision.Statistics);
        }
        catch (InferenceException)
        {
            // Unloaded since the index was taken: it has no statistics any more.
        }
    }

    private static bool IsWanted(string wanted, string actual) =>
        wanted.Length == 0 || string.Equals(wanted, actual, StringComparison.Ordinal);
}
