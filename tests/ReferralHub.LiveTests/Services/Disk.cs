using System.Diagnostics;
using Shouldly;

namespace ReferralHub.LiveTests.Services;

/// <summary>A file system in a file, mounted; disposed of with everything in it.</summary>
sealed class Disk(DirectoryInfo folder, string image, string mounted, bool ownsFolder) : IAsyncDisposable
{
    const int Megabytes = 1024 * 1024;
    int copies;

    public string Mounted => mounted;

    /// <summary>Makes one; null where this machine does not let it be mounted, and then the folder is gone.</summary>
    public static async Task<Disk?> TryMakeAsync(DirectoryInfo folder, int megabytes)
    {
        var (image, mounted) = (Path.Combine(folder.FullName, "disk.img"), folder.CreateSubdirectory("disk").FullName);
        await using (var file = File.Create(image))
            file.SetLength((long)megabytes * Megabytes);
        if (
            await RunAsync("mkfs.ext4", "-q", "-m", "0", image)
            && await RunAsync("mount", "-o", "loop", image, mounted)
            && await RunAsync("chmod", "755", folder.FullName)
            && await RunAsync("chmod", "777", mounted)
        )
            return new(folder, image, mounted, true);
        folder.Delete(recursive: true);
        return null;
    }

    /// <summary>Writes until nothing more goes in.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[Megabytes];
        for (var size = block.Length; size >= 512; )
        {
            try
            {
                filler.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public void MakeRoom() => File.Delete(Filler);

    string Filler => Path.Combine(mounted, "filler");

    public async Task SyncAsync() => (await RunAsync("sync", "-f", mounted)).ShouldBeTrue();

    public async Task<Disk> CopyAsync()
    {
        var (copy, at) = ($"{image}.{++copies}", folder.CreateSubdirectory($"copy-{copies}").FullName);
        (await RunAsync("cp", "--sparse=always", image, copy)).ShouldBeTrue();
        (await RunAsync("mount", "-o", "loop", copy, at)).ShouldBeTrue();
        return new(folder, copy, at, false);
    }

    public async ValueTask DisposeAsync()
    {
        (await RunAsync("umount", mounted)).ShouldBeTrue();
        File.Delete(image);
        if (ownsFolder)
            folder.Delete(recursive: true);
    }

    static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
