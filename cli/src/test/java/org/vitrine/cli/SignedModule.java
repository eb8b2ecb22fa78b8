package org.vitrine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrine.testing.Tool;

/// Kernel modules with a signature behind them, as Linux appends one (scripts/sign-file of its source).
final class SignedModule {
    private SignedModule() {}

    /// A module with a signature of a key that is made anew, once for a name.
    static byte[] of(Path room, byte[] module, String key) throws IOException {
        Path certificate = room.resolve(key + ".crt");
        Path secret = room.resolve(key + ".key");
        if (!Files.exists(certificate)) {
            Tool.text(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "3650",
                    "-subj",
                    "/CN=" + key,
                    "-keyout",
                    secret.toString(),
                    "-out",
                    certificate.toString());
        }
        byte[] message = Tool.bytes(
                module,
                "openssl",
                "cms",
                "-sign",
                "-binary",
                "-outform",
                "DER",
                "-nosmimecap",
                "-noattr",
                "-nocerts",
                "-signer",
                certificate.toString(),
                "-inkey",
                secret.toString(),
                "-md",
                "sha256");
        return appended(module, message);
    }

    /// A module with a message in the place of a signature.
    static byte[] appended(byte[] module, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(module);
        out.writeBytes(message);
        out.writeBytes(new byte[] {0, 0, 2, 0, 0, 0, 0, 0});
        out.writeBytes(ByteBuffer.allocate(4).putInt(message.length).array());
        out.writeBytes("~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
