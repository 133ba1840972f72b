using System.Text;
using KServe.Runtime.Sklearn.Preprocessing.Text;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing.Text;

/// <summary>Values are Python's own.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("HeLLo", "hello")]
    [InlineData("İstanbul I", "i\u0307stanbul i")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("ΟΔΟΣ ΣΑΣ.", "οδος σας.")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣΒ", "ασβ")]
    [InlineData("ÀÉ ẞ ǅ 𐐀", "àé ß ǆ 𐐨")]
    public void Lower_SpecialCases_AreThoseOfUnicode(string text, string expected) =>
        Assert.Equal(expected, PythonText.Lower(text));

    [Fact]
    public void Lower_SigmaBeforeAnApostropheAndALetter_IsNotFinal() =>
        Assert.Equal("ασ'β", PythonText.Lower("ΑΣ'Β"));

    [Theory]
    [InlineData("aZ09_é日½²Ⅷª𝒜", true)]
    [InlineData("-'. \u0301\u203F\u200D€😀", false)]
    public void IsWord_Characters_AreThoseOfPython(string characters, bool expected) =>
        Assert.All(characters.EnumerateRunes(), rune => Assert.Equal(expected, PythonText.IsWord(rune)));

    [Theory]
    [InlineData(" \t\n\u001C\u001F\u0085\u00A0\u3000\u2028", true)]
    [InlineData("a\u200B_\u001B", false)]
    public void IsSpace_Characters_AreThoseOfPython(string characters, bool expected) =>
        Assert.All(characters, character => Assert.Equal(expected, PythonText.IsSpace(character)));

    [Theory]
    [InlineData("Café ÀÉÎ ñ", "Cafe AEI n", "Cafe AEI n")]
    [InlineData("ﬁ ① ㎏ ＡＢ", "fi 1 kg AB", "fi 1 kg AB")]
    [InlineData("각 日 ø", "\u1100\u1161\u11A8 日 ø", "  ")]
    [InlineData("cafe\u0301", "cafe", "cafe")]
    public void Strip_Accents_AreThoseOfPython(string text, string unicode, string ascii)
    {
        Assert.Equal(unicode, Accents.Strip(text, AccentStripping.Unicode));
        Assert.Equal(ascii, Accents.Strip(text, AccentStripping.Ascii));
        Assert.Equal(text, Accents.Strip(text, AccentStripping.None));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("hello", 613153351)]
    [InlineData("test", -1167338989)]
    [InlineData("The quick brown fox jumps over the lazy dog", 776992547)]
    public void Compute_KnownTexts_HashAsMurmur3(string text, int expected) =>
        Assert.Equal(expected, MurmurHash.Compute(Encoding.UTF8.GetBytes(text)));
}
