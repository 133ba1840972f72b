using System.Text;
using KServe.LoadTest.Client;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Tests.Client;

public sealed class HpackWriterTests
{
    [Fact]
    public void Create_Request_IsStaticIndexesAndLiteralsWithoutIndexing()
    {
        var block = HpackWriter.Create(new Uri("http://127.0.0.1:8081"), new LoadRequest
        {
            Protocol = WireProtocol.Grpc,
            Path = "/" + new string('p', 200),
            ContentType = "application/grpc",
            Headers = [new("te", "trailers")],
            Body = default,
            FindError = static _ => null,
        });

        byte[] expected =
        [
            0x83, 0x86,
            0x04, 0x7F, 201 - 127, .. Text("/" + new string('p', 200)),
            0x01, 14, .. Text("127.0.0.1:8081"),
            0x0F, 31 - 15, 16, .. Text("application/grpc"),
            0x00, 2, .. Text("te"), 8, .. Text("trailers"),
        ];
        Assert.Equal(expected, block);
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
