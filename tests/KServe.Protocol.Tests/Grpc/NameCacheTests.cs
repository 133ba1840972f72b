using System.Globalization;
using System.Text;
using KServe.Protocol.Grpc;

namespace KServe.Protocol.Tests.Grpc;

public sealed class NameCacheTests
{
    [Fact]
    public void Get_SameBytes_GivesTheSameInstance()
    {
        var names = new NameCache();
        Assert.Same(names.Get("input-0"u8), names.Get("input-0"u8));
    }

    [Fact]
    public void Get_ManyNames_GivesEachItsText()
    {
        var names = new NameCache();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 10_000; i++)
            {
                var text = i.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(text, names.Get(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    [Fact]
    public void Get_LongOrEmptyName_IsRead()
    {
        var text = new string('n', 1000);
        Assert.Equal(text, new NameCache().Get(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("", new NameCache().Get([]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Get_InvalidUtf8_IsRefused(int length)
    {
        var bytes = Enumerable.Repeat((byte)0xFF, length).ToArray();
        Assert.Throws<InferenceException>(() => new NameCache().Get(bytes));
    }
}
