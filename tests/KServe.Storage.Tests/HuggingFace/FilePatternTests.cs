using KServe.Storage.HuggingFace;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class FilePatternTests
{
    // The answers are those of Python's fnmatch.fnmatchcase.
    [Theory]
    [InlineData("*.json", "config.json", true)]
    [InlineData("*.json", "a/b/config.json", true)]
    [InlineData("*.json", "config.JSON", false)]
    [InlineData("*.json", "config.json.bak", false)]
    [InlineData("model-?????-of-*.safetensors", "model-00001-of-00002.safetensors", true)]
    [InlineData("model-[0-4]*", "model-5", false)]
    [InlineData("model-[!0-4]*", "model-5", true)]
    [InlineData("[]a]x", "]x", true)]
    [InlineData("[!]a]x", "bx", true)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("[abc", "[abc", true)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("**a*", "bab", true)]
    [InlineData("a*b*c", "axbxbxc", true)]
    [InlineData("a*b*c", "axbxbx", false)]
    public void IsMatch_Pattern_IsAsInPython(string pattern, string name, bool expected) =>
        Assert.Equal(expected, FilePattern.IsMatch(pattern, name));

    [Fact]
    public void IsMatch_ManyStars_EndsSoon()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 250)) + "b";
        Assert.False(FilePattern.IsMatch(pattern, new string('a', 4096)));
    }
}
