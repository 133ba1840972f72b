using KServe.Runtime.Numpy;
using KServe.Runtime.Tests.Pickle;

namespace KServe.Runtime.Tests.Numpy;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, ), }")]
    [InlineData("(5,)", "(5, )")]
    [InlineData("(5)", "5")]
    [InlineData("()", "()")]
    [InlineData("(3L, -4L)", "(3, -4, )")]
    [InlineData("[('a', '<i4'), (\"b\\\"\", 'f8', (2,))]", "[('a', '<i4', ), ('b\"', 'f8', (2, ), ), ]")]
    [InlineData("[None, True]", "[None, True, ]")]
    public void Parse_Literal_GivesItsValue(string text, string expected) =>
        Assert.Equal(expected, PickleFormatter.Format(PythonLiteral.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{'a'}")]
    [InlineData("{'a': 1 'b': 2}")]
    [InlineData("{'a': 1, 'a': 2}")]
    [InlineData("(1, 2")]
    [InlineData("1 2")]
    [InlineData("1.5")]
    [InlineData("2*3")]
    [InlineData("-")]
    [InlineData("99999999999999999999")]
    [InlineData("'a")]
    [InlineData("'\\x41'")]
    [InlineData("Truer")]
    [InlineData("__import__('os')")]
    [InlineData("(,)")]
    public void Parse_AnythingElse_IsRefused(string text) =>
        Assert.Throws<InvalidDataException>(() => PythonLiteral.Parse(text));
}
