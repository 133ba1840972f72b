using System.Text;
using KServe.Runtime.Files;
using KServe.Runtime.LightGbm;

namespace KServe.Runtime.Tests.LightGbm;

public sealed class TreeCounterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(ByteSource.WindowSize - 15)]
    [InlineData(ByteSource.WindowSize - 5)]
    [InlineData(ByteSource.WindowSize - 1)]
    public void Count_TreesAcrossWindows_AreAllCounted(int padding)
    {
        var text = $"tree\n{new string(' ', padding)}\nTree=0\nnum_leaves=31\n{new string(' ', 2000)}\nTree=1\nnum_leaves=7";
        using var source = ByteSource.Wrap(Encoding.ASCII.GetBytes(text));

        var totals = TreeCounter.Count(source);

        Assert.Equal((2, 74, 38), (totals.Trees, totals.Nodes, totals.LeafValues));
        Assert.Equal(0, source.Position);
        Assert.Equal((byte)'t', source.ReadByte());
    }

    [Fact]
    public void Count_MoreLeavesThanTheFileHasRoomFor_AreNotBelieved()
    {
        var text = $"Tree=0\nnum_leaves=2000000000\n{new string(' ', 100)}";
        using var source = ByteSource.Wrap(Encoding.ASCII.GetBytes(text));

        Assert.InRange(TreeCounter.Count(source).LeafValues, 0, text.Length / 8);
    }
}
