using System.Text;
using System.Threading.Channels;
using KServe.PayloadLogging;

namespace KServe.Detectors.Tests.Fakes;

/// <summary>Hands events to a test.</summary>
internal sealed class ChannelSink : IPayloadSink
{
    public Channel<(PayloadEvent Event, string Data)> Events { get; } =
        Channel.CreateUnbounded<(PayloadEvent, string)>();

    public ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        foreach (var item in events)
        {
            Events.Writer.TryWrite((item, Encoding.UTF8.GetString(item.Data.Span)));
        }

        return new(events.Count);
    }

    public ValueTask DisposeAsync() => default;
}
