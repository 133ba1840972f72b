using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using KServe.Load.Calls;

namespace KServe.Load.Reload;

/// <summary>A request of one protocol whose answer is the number of the revision that answered.</summary>
internal sealed class NumberCall
{
    private const int FrameHeader = 5;
    private readonly LoadCall _call;
    private readonly byte[] _before;
    private readonly bool _isGrpc;

    private NumberCall(LoadCall call, string before, bool isGrpc = false)
    {
        _call = call;
        _before = Encoding.UTF8.GetBytes(before);
        _isGrpc = isGrpc;
    }

    public string Name => _call.Name;

    public static IReadOnlyList<NumberCall> CreateAll(string model)
    {
        var payload = new TensorPayload(1);
        return
        [
            new NumberCall(JsonCall.V1(model, payload), "\"predictions\":["),
            new NumberCall(JsonCall.V2(model, payload), "\"data\":["),
            new NumberCall(new GrpcCall(model, payload), "", isGrpc: true),
        ];
    }

    public HttpRequestMessage CreateRequest(Hosting.ServerAddresses server) => _call.CreateRequest(server);

    /// <summary>Reads the number, or says what is there instead.</summary>
    public (int Number, string? Error) Read(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        if (!response.IsSuccessStatusCode)
        {
            return (0, $"{Name}: status {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        }

        if (_isGrpc && GrpcCall.ReadTrailer(response, "grpc-status") is var status && status != "0")
        {
            return (0, $"{Name}: status '{status}': {GrpcCall.ReadTrailer(response, "grpc-message")}");
        }

        return (_isGrpc ? ReadRaw(body) : ReadJson(body)) is { } number
            ? (number, null)
            : (0, $"{Name}: the answer has no number");
    }

    // The raw contents are the last field of the message: its tag (6, bytes), the length 4 and an INT32.
    private static int? ReadRaw(ReadOnlySpan<byte> body) =>
        body.Length > FrameHeader + 6 && body[^6] == ((6 << 3) | 2) && body[^5] == sizeof(int)
            ? BinaryPrimitives.ReadInt32LittleEndian(body[^sizeof(int)..])
            : null;

    private int? ReadJson(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOf(_before);
        var rest = start < 0 ? default : body[(start + _before.Length)..];
        var end = rest.IndexOf((byte)']');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
