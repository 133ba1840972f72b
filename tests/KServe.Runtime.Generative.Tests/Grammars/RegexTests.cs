using System.Text;
using System.Text.RegularExpressions;

namespace KServe.Runtime.Generative.Tests.Grammars;

public sealed class RegexTests
{
    public static TheoryData<string> Patterns =>
    [
        "abc", "a|b|", "(a|b)*c", "[a-c]+", "[^a]", "a{2}", "a{1,3}b?", "(ab){2,}", "a.c", "\\d+\\.\\d*", "\\w\\s\\S",
        "^a(b|c)?$", "a*?b", "[\\d-]x", "[]a]b", "a{,2}", "(?:ab|cd)+", "(?<n>a)b", "\\x41é?",
        "((a*)*)*b", "(a|ab)(c|bcd)", "[a-c-]", "日本?", "a||b", "\\{a\\}",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Takes_RandomTexts_AsDotNetDoes(string pattern)
    {
        var tester = GrammarTester.Regex(pattern);
        var regex = new Regex($"\\A(?:{pattern})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        var random = new Random(pattern.Length + 3);
        const string Alphabet = "aabbccd019 .-x]{},A_é日本\n";
        var taken = 0;
        for (var i = 0; i < 2000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(7); length > 0; length--)
            {
                text.Append(Alphabet[random.Next(Alphabet.Length)]);
            }

            // .NET's \w and \d know all scripts, and its dot a carriage return.
            if (pattern.Contains("\\w", StringComparison.Ordinal) && text.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                continue;
            }

            var expected = regex.IsMatch(text.ToString());
            Assert.Equal(expected, tester.Takes(text.ToString()));
            taken += expected ? 1 : 0;
        }

        for (var i = 0; i < 50; i++)
        {
            // A character beyond the first plane is two to .NET's expressions.
            if (tester.Write(random, 60) is { Length: > 0 } written && !written.Any(char.IsSurrogate))
            {
                Assert.Matches(regex, written);
                taken++;
            }
        }

        Assert.True(taken > 0);
    }

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData("(?!a)b")]
    [InlineData("(?<=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("a\\b")]
    [InlineData("\\p{L}")]
    [InlineData("a{3,2}")]
    [InlineData("a{1000}{1000}")]
    [InlineData("*a")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData("a\\")]
    [InlineData("a^b")]
    [InlineData("a$b")]
    [InlineData("a++")]
    [InlineData("a{99999}")]
    [InlineData("\\uD800")]
    public void Read_WhatIsNoRegularLanguageOrTooLarge_IsRefused(string pattern) =>
        Assert.Equal(
            InferenceErrorCode.InvalidArgument,
            Assert.Throws<InferenceException>(() => GrammarTester.Regex(pattern)).Code);

    [Fact]
    public void Read_DeepGroups_AreRefused() =>
        Assert.Throws<InferenceException>(() => GrammarTester.Regex(new string('(', 30_000)));

    [Fact]
    public void Takes_CatastrophicForBacktracking_StaysSmall()
    {
        var tester = GrammarTester.Regex("(a+)+b");
        Assert.False(tester.Takes(new string('a', 20_000)));
        Assert.True(tester.Takes(new string('a', 20_000) + "b"));
    }

    [Fact]
    public void Read_RandomPatterns_FailAsInferenceExceptions()
    {
        var random = new Random(5);
        const string Alphabet = "ab()[]{}*+?|\\^$.-,0123dwxuPp<>:=!é";
        for (var i = 0; i < 20_000; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            try
            {
                GrammarTester.Regex(pattern).Takes("ab");
            }
            catch (InferenceException)
            {
                // The only failure that there may be.
            }
        }
    }
}
