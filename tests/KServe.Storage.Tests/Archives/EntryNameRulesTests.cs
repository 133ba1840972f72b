using KServe.Storage.Archives;

namespace KServe.Storage.Tests.Archives;

public sealed class EntryNameRulesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("C:\\x")]
    [InlineData("C:x")]
    [InlineData("..\\x")]
    [InlineData("x\0y")]
    [InlineData("x\ny")]
    [InlineData("x\u007fy")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("a/NUL.tar.gz")]
    [InlineData("LPT1")]
    [InlineData("com\u00b2.x")]
    [InlineData("CONOUT$")]
    [InlineData("aux .bin")]
    [InlineData("dot.")]
    [InlineData("space ")]
    [InlineData(" space")]
    [InlineData("a./b")]
    [InlineData("a?")]
    [InlineData("a*b")]
    public void Check_NameThatIsNotTheSameEverywhere_IsRefused(string name) =>
        Assert.NotNull(EntryNameRules.Check(name, maxLength: 512, maxDepth: 32));

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("a/b/c.bin")]
    [InlineData(".hidden")]
    [InlineData("..hidden")]
    [InlineData("with space.txt")]
    [InlineData("über/模型.bin")]
    [InlineData("console.txt")]
    [InlineData("com.txt")]
    [InlineData("lpt/x")]
    public void Check_OrdinaryName_IsAccepted(string name) =>
        Assert.Null(EntryNameRules.Check(name, maxLength: 512, maxDepth: 32));

    [Fact]
    public void Check_LengthAndDepth_AreBounded()
    {
        Assert.Null(EntryNameRules.Check(new string('a', 255), 300, 1));
        Assert.NotNull(EntryNameRules.Check(new string('a', 256), 300, 1));
        Assert.NotNull(EntryNameRules.Check(new string('ü', 128), 300, 1));
        Assert.NotNull(EntryNameRules.Check(new string('a', 255), 254, 1));
        Assert.Null(EntryNameRules.Check("a/b/c", 300, 3));
        Assert.NotNull(EntryNameRules.Check("a/b/c/d", 300, 3));
    }
}
