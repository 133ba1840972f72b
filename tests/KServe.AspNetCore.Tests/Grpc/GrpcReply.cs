using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>What came back from a call.</summary>
internal sealed class GrpcReply(HttpResponseMessage response, byte[] body)
{
    public int Http => (int)response.StatusCode;

    public int Status => int.Parse(Get("grpc-status") ?? "-1", CultureInfo.InvariantCulture);

    public string Message => Get("grpc-message") ?? "";

    public bool IsTrailersOnly => response.Headers.Contains("grpc-status");

    public IReadOnlyList<(bool IsCompressed, byte[] Data)> Messages
    {
        get
        {
            List<(bool, byte[])> messages = [];
            for (var at = 0; at < body.Length;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
                messages.Add((body[at] == 1, body[(at + 5)..(at + 5 + length)]));
                at += 5 + length;
            }

            return messages;
        }
    }

    public T Read<T>(MessageParser<T> parser)
        where T : IMessage<T>
    {
        Assert.True(Status == 0, $"status {Status}: {Message}");
        return parser.ParseFrom(Assert.Single(Messages).Data);
    }

    public string? Get(string name) => Find(response.Headers, name) ?? Find(response.TrailingHeaders, name);

    private static string? Find(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
